using KubeController.Testing.Schemas;

namespace KubeController.Testing.Cel;

/// <summary>Checks an expression before it is used: fields that the schema knows, variables that are there, functions that this server has.</summary>
internal sealed class CelChecker
{
    private static readonly StructuralSchema Anything = new() { PreservesUnknownFields = true };

    private static readonly StructuralSchema Metadata = new()
    {
        Type = "object",
        Properties = new Dictionary<string, StructuralSchema> { ["name"] = new() { Type = "string" }, ["generateName"] = new() { Type = "string" } },
    };

    private readonly StructuralSchema _self;
    private readonly bool _isRoot;

    private CelChecker(StructuralSchema self, bool isRoot)
    {
        _self = self;
        _isRoot = isRoot;
    }

    /// <param name="node">The expression.</param>
    /// <param name="self">The schema of <c>self</c>.</param>
    /// <param name="isRoot">Whether <c>self</c> is a whole object, with a kind and a name.</param>
    /// <param name="hasOptionalOldSelf">Whether <c>oldSelf</c> may be missing.</param>
    /// <exception cref="CelException">The expression is not one for this schema.</exception>
    public static void Check(CelNode node, StructuralSchema self, bool isRoot, bool hasOptionalOldSelf)
    {
        var checker = new CelChecker(self, isRoot);
        checker.TypeOf(node, new Dictionary<string, StructuralSchema> { ["self"] = self, ["oldSelf"] = hasOptionalOldSelf ? Anything : self });
    }

    private StructuralSchema TypeOf(CelNode node, Dictionary<string, StructuralSchema> variables)
    {
        if (node.Operation == CelOperation.Macro)
        {
            return TypeOfMacro(node, variables);
        }

        var children = node.Children.Select(child => TypeOf(child, variables)).ToList();
        switch (node.Operation)
        {
            case CelOperation.Name:
                return variables.GetValueOrDefault(node.Text) ?? throw new CelException($"undeclared reference to '{node.Text}' (in container '')", node.Position);
            case CelOperation.Member or CelOperation.Has:
                return MemberOf(node, children[0]);
            case CelOperation.Index:
                return children[0].Items ?? children[0].AdditionalProperties ?? Anything;
            case CelOperation.Function when !CelFunctions.Functions.Contains(node.Text):
            case CelOperation.Method when !CelFunctions.Methods.Contains(node.Text):
                throw new CelException($"undeclared reference to '{node.Text}' (in container '')", node.Position);
            case CelOperation.Map:
                throw new CelException("this server does not evaluate maps in rules", node.Position);
            default:
                return Anything;
        }
    }

    private StructuralSchema TypeOfMacro(CelNode node, Dictionary<string, StructuralSchema> variables)
    {
        var range = TypeOf(node.Children[0], variables);
        var inner = new Dictionary<string, StructuralSchema>(variables) { [node.Children[1].Text] = range.Items ?? Anything };
        foreach (var child in node.Children.Skip(2))
        {
            TypeOf(child, inner);
        }

        return node.Text == "filter" ? range : Anything;
    }

    private StructuralSchema MemberOf(CelNode node, StructuralSchema target)
    {
        if (target.Member(node.Text) is { } known)
        {
            return known;
        }

        if ((ReferenceEquals(target, _self) && _isRoot) || target.IsEmbeddedResource)
        {
            switch (node.Text)
            {
                case "metadata":
                    return Metadata;
                case "apiVersion" or "kind":
                    return Anything;
                default:
                    break;
            }
        }

        // What the schema does not know by name cannot be asked for, even where it would be kept.
        return ReferenceEquals(target, Anything) || target is { Type: "", PreservesUnknownFields: true }
            ? Anything
            : throw new CelException($"undefined field '{node.Text}'", node.Position);
    }
}
