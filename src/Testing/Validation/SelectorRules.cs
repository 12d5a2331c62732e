using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Selectors as objects carry them: <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
internal static class SelectorRules
{
    /// <summary>Whether a selector takes the labels.</summary>
    public static bool Matches(JsonObject selector, JsonObject? labels)
    {
        var equal = (selector.Object("matchLabels") ?? []).All(pair => labels?.Text(pair.Key) == pair.Value.AsText());
        return equal && (selector.Array("matchExpressions")?.OfType<JsonObject>() ?? []).All(expression => Holds(expression, labels));
    }

    private static bool Holds(JsonObject expression, JsonObject? labels)
    {
        var value = labels?.Text(expression.Text("key") ?? "");
        var values = expression.Array("values").Texts();
        return expression.Text("operator") switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
