namespace KubeController.Testing.Cel;

/// <summary>A word of an expression.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int Position);
