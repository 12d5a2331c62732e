namespace KubeController.Testing.Selectors;

/// <summary>A word of a label selector.</summary>
internal readonly record struct SelectorToken(SelectorTokenKind Kind, string Text);
