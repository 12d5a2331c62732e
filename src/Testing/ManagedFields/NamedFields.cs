namespace KubeController.Testing.ManagedFields;

/// <summary>Completes a set by the declared fields on the way to its paths: who owns <c>spec.size</c> has, for the purpose of removing, <c>spec</c> as well.</summary>
internal static class NamedFields
{
    /// <summary>The completed set.</summary>
    public static FieldSet Complete(FieldSet set, FieldType? type) => FieldSet.Node(set.IsMember, set.Children.Select(child => Complete(child.Key, child.Value, type)));

    private static KeyValuePair<PathElement, FieldSet> Complete(PathElement step, FieldSet below, FieldType? type)
    {
        var name = step.FieldName;
        var inner = name is not null ? type?.Map?.Member(name) : step.IsKey ? type?.List?.Items() : null;
        var completed = Complete(below, inner);
        var isDeclared = name is not null && type?.Map?.Declares(name) == true;
        return KeyValuePair.Create(step, FieldSet.Node(completed.IsMember || (isDeclared && completed.HasChildren), completed.Children));
    }
}
