using k8s.Models;

namespace KubeController.Reconcilers.Events;

/// <summary>Which object an event is about.</summary>
internal readonly record struct ObjectKey(string? ApiVersion, string? Kind, string? Namespace, string? Name, string? Uid)
{
    public static ObjectKey Of(V1ObjectReference reference) =>
        new(reference.ApiVersion, reference.Kind, reference.NamespaceProperty, reference.Name, reference.Uid);

    public override string ToString() => string.IsNullOrEmpty(Namespace) ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
