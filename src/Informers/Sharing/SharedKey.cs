using System.Text;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers.Sharing;

/// <summary>What makes two uses the same informer.</summary>
internal sealed record SharedKey(Type Model, ResourceType Type, string? Namespace, string? LabelSelector, string? FieldSelector, string? ShardSelector, string? Namespaces)
{
    public static SharedKey Of<T>(InformerScope? scope) => new(
        typeof(T),
        scope?.Type ?? ResourceType.Of<T>(),
        NullIfEmpty(scope?.Namespace),
        NullIfEmpty(scope?.LabelSelector),
        NullIfEmpty(scope?.FieldSelector),
        scope?.ShardSelector?.ToString(),
        NamesOf(scope));

    /// <summary>Returns the name for messages, such as <c>pods in namespace 'web' with labels 'app=blog'</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Type.GroupResource);
        if (!Model.IsDefined(typeof(KubernetesEntityAttribute), inherit: false))
        {
            // A model for any type: there may be an informer of the type's own model beside it.
            text.Append(" as ").Append(Model.Name);
        }

        Append(text, " in namespace ", Namespace);
        Append(text, " in namespaces ", Namespaces);
        Append(text, " with labels ", LabelSelector);
        Append(text, " with fields ", FieldSelector);
        Append(text, " in shard ", ShardSelector);
        return text.ToString();
    }

    // As they are to begin with: an informer whose namespaces have changed since is still found by these.
    private static string? NamesOf(InformerScope? scope) => scope?.Namespaces is null ? null
        : string.IsNullOrEmpty(scope.Namespace) ? string.Join(", ", scope.Namespaces.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        : throw new ArgumentException($"The scope names the namespace '{scope.Namespace}', and several beside it. Leave one of them out.", nameof(scope));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static void Append(StringBuilder text, string words, string? value)
    {
        if (value is not null)
        {
            text.Append(words).Append('\'').Append(value).Append('\'');
        }
    }
}
