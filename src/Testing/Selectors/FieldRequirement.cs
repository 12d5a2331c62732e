namespace KubeController.Testing.Selectors;

/// <summary>One condition of a field selector.</summary>
internal sealed record FieldRequirement(string Field, bool Negated, string Value);
