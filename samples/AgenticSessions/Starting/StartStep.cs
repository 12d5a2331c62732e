namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>The steps of starting a session, any of which may fail: the category of a failure.</summary>
internal enum StartStep
{
    Name,
    ReadSecrets,
    VertexSecret,
    RunnerSecret,
    ProvisionToken,
    CopySecret,
    NetworkPolicy,
    Pod,
    Service,
    Several,
}
