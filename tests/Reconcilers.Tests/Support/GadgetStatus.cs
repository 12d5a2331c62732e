using k8s.Models;

namespace KubeController.Reconcilers.Tests.Support;

public sealed class GadgetStatus
{
    public string? Phase { get; set; }

    public int? Count { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}
