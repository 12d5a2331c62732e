namespace KubeController.Samples.AgenticSessions.Secrets;

/// <summary>Names a key of a secret in the session's namespace.</summary>
internal readonly record struct SecretKeyReference(string Secret, string Key, bool IsOptional = false);
