using System.Text.Json.Nodes;

namespace KubeController.Testing.Cel;

/// <summary>Works out an expression.</summary>
/// <param name="variables">The variables by name.</param>
internal sealed class CelEvaluator(IReadOnlyDictionary<string, object?> variables)
{
    /// <exception cref="CelException">It fails on the values at hand.</exception>
    public object? Evaluate(CelNode node) => node.Operation switch
    {
        CelOperation.Literal => node.Value,
        CelOperation.Name => variables.TryGetValue(node.Text, out var value) ? value : throw new CelException($"no such attribute: {node.Text}"),
        CelOperation.Member => Member(Evaluate(node.Children[0]), node.Text),
        CelOperation.Has => Evaluate(node.Children[0]) is JsonObject members && members[node.Text] is not null,
        CelOperation.Index => Index(Evaluate(node.Children[0]), Evaluate(node.Children[1])),
        CelOperation.List => node.Children.Select(Evaluate).ToList(),
        CelOperation.Map => throw new CelException("maps are not supported"),
        CelOperation.Unary => Unary(node.Text, Evaluate(node.Children[0])),
        CelOperation.Binary => Binary(node),
        CelOperation.Conditional => Evaluate(CelValues.Truth(Evaluate(node.Children[0])) ? node.Children[1] : node.Children[2]),
        CelOperation.Macro => Macro(node),
        CelOperation.Method => CelFunctions.Method(node.Text, Evaluate(node.Children[0]), [.. node.Children.Skip(1).Select(Evaluate)]),
        _ => CelFunctions.Function(node.Text, [.. node.Children.Select(Evaluate)]),
    };

    private static object? Member(object? target, string name) => target is JsonObject members && members.TryGetPropertyValue(name, out var value)
        ? CelValues.FromJson(value)
        : throw new CelException($"no such key: {name}");

    private static object? Index(object? target, object? key) => (target, key) switch
    {
        (List<object?> items, long index) when index >= 0 && index < items.Count => items[(int)index],
        (List<object?>, long index) => throw new CelException($"index out of bounds: {index}"),
        (JsonObject, string name) => Member(target, name),
        _ => throw new CelException("no such overload"),
    };

    private static object Unary(string sign, object? operand) => (sign, operand) switch
    {
        ("!", bool truth) => !truth,
        ("-", long integer) => -integer,
        ("-", double number) => -number,
        _ => throw new CelException("no such overload"),
    };

    private object? Binary(CelNode node)
    {
        if (node.Text is "&&" or "||")
        {
            return Logic(node, node.Text == "||");
        }

        var left = Evaluate(node.Children[0]);
        var right = Evaluate(node.Children[1]);
        return node.Text switch
        {
            "==" => CelValues.AreEqual(left, right),
            "!=" => !CelValues.AreEqual(left, right),
            "<" => CelValues.Compare(left, right) < 0,
            "<=" => CelValues.Compare(left, right) <= 0,
            ">" => CelValues.Compare(left, right) > 0,
            ">=" => CelValues.Compare(left, right) >= 0,
            "in" => CelValues.Items(right).Any(item => CelValues.AreEqual(item, left)),
            _ => CelArithmetic.Apply(node.Text, left, right),
        };
    }

    /// <summary>One operand that decides is enough, even if the other fails.</summary>
    private bool Logic(CelNode node, bool decisive)
    {
        CelException? failure = null;
        foreach (var operand in node.Children)
        {
            try
            {
                if (CelValues.Truth(Evaluate(operand)) == decisive)
                {
                    return decisive;
                }
            }
            catch (CelException error)
            {
                failure ??= error;
            }
        }

        return failure is null ? !decisive : throw failure;
    }

    private object Macro(CelNode node)
    {
        var items = CelValues.Items(Evaluate(node.Children[0])).ToList();
        var name = node.Children[1].Text;
        bool Holds(object? item) => CelValues.Truth(With(name, item).Evaluate(node.Children[2]));
        return node.Text switch
        {
            "all" => items.TrueForAll(Holds),
            "exists" => items.Exists(Holds),
            "exists_one" or "existsOne" => items.Count(Holds) == 1,
            "filter" => items.Where(Holds).ToList(),
            _ when node.Children.Count == 4 => items.Where(Holds).Select(item => With(name, item).Evaluate(node.Children[3])).ToList(),
            _ => items.Select(item => With(name, item).Evaluate(node.Children[2])).ToList(),
        };
    }

    private CelEvaluator With(string name, object? value) => new(new Dictionary<string, object?>(variables) { [name] = value });
}
