namespace KubeController.Samples.AgenticSessions.Tokens;

/// <summary>Says where a session's token is, and since when. The token itself stays in the secret.</summary>
internal sealed record IssuedToken(string SecretName, string ServiceAccount, DateTimeOffset RefreshedAt);
