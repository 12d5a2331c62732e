using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Schemas;

/// <summary>What an object inside an object must have: apiVersion and kind, and names and labels that are none of the server's business but well formed.</summary>
internal static class EmbeddedResourceRules
{
    public static IReadOnlyList<FieldError> Check(string path, JsonObject resource)
    {
        var errors = new List<FieldError>();
        foreach (var name in new[] { "apiVersion", "kind" })
        {
            switch (resource[name])
            {
                case null:
                    errors.Add(FieldError.Required($"{path}.{name}"));
                    break;
                case var value when value.GetValueKind() != JsonValueKind.String:
                    errors.Add(FieldError.Invalid($"{path}.{name}", GoValue.Of(value), "must be a string"));
                    break;
                case var value when value.GetValue<string>().Length == 0:
                    errors.Add(FieldError.Invalid($"{path}.{name}", "", "must not be empty"));
                    break;
                default:
                    break;
            }
        }

        return errors;
    }
}
