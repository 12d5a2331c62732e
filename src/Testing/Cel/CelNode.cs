namespace KubeController.Testing.Cel;

/// <summary>A node of an expression.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Position">Where it stands, from 0.</param>
/// <param name="Text">The name of the variable, member, function, macro or operator.</param>
/// <param name="Value">The value of a literal.</param>
/// <param name="Children">What it works on.</param>
internal sealed record CelNode(CelOperation Operation, int Position, string Text, object? Value, IReadOnlyList<CelNode> Children)
{
    /// <summary>Whether the variable is used anywhere below.</summary>
    public bool Uses(string name) => (Operation == CelOperation.Name && Text == name) || Children.Any(child => child.Uses(name));
}
