namespace KubeController.Testing.Schemas;

/// <summary>A structural schema.</summary>
internal sealed class StructuralSchema;
