using System.Text.Json.Nodes;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Cel;

/// <summary>
/// Runs the rules of a schema on an object. A rule on a value that an update does not change fails without harm: it becomes a warning (ratcheting).
/// </summary>
internal sealed class CelValidator
{
    private readonly List<FieldError> _errors = [];
    private readonly List<string> _warnings = [];

    private CelValidator()
    {
    }

    /// <summary>Runs all rules.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="old">The object before; null on a create.</param>
    public static (IReadOnlyList<FieldError> Errors, IReadOnlyList<string> Warnings) Validate(JsonObject resource, StructuralSchema schema, JsonObject? old)
    {
        var validator = new CelValidator();
        validator.Visit("", resource, schema, old);
        return (validator._errors, validator._warnings);
    }

    private void Visit(string path, JsonNode? value, StructuralSchema schema, JsonNode? old)
    {
        if (!schema.HasRules || value is null)
        {
            return;
        }

        var isUnchanged = old is not null && JsonNode.DeepEquals(value, old);
        foreach (var fault in schema.Rules.Select(rule => rule.Evaluate(path, value, old)).OfType<FieldError>())
        {
            if (isUnchanged)
            {
                _warnings.Add(fault.ToString());
            }
            else
            {
                _errors.Add(fault);
            }
        }

        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                {
                    if (schema.Member(name) is { } memberSchema)
                    {
                        Visit(path.Length == 0 ? name : $"{path}.{name}", member, memberSchema, (old as JsonObject)?[name]);
                    }
                }

                break;
            case JsonArray items when schema.Items is { } itemSchema:
                for (var i = 0; i < items.Count; i++)
                {
                    // Items of a list that is the same as before are the same too, whatever its type.
                    var before = isUnchanged ? items[i] : ListKeys.FindSame(items[i], old as JsonArray, schema);
                    Visit($"{path}[{i}]", items[i], itemSchema, before);
                }

                break;
            default:
                break;
        }
    }
}
