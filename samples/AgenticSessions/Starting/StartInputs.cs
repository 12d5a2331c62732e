using k8s.Models;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>The secrets a start depends on. What is <see langword="null"/> is absent, and may be.</summary>
internal sealed record StartInputs(V1Secret? SessionSecret, V1Secret? Integrations, V1Secret? Vertex, V1Secret? Langfuse);
