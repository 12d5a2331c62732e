using System.Text.Json.Nodes;
using KubeController.Testing.Cel;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Schemas;

/// <summary>
/// Checks a value against a schema. A value that an update does not change is let through even if it breaks the schema (ratcheting);
/// items of lists are only known again where the list is of type <c>map</c>.
/// </summary>
internal sealed class SchemaValidator
{
    private const string Unchecked = "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";
    private static readonly string[] Blocking = ["FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid"];

    private readonly List<FieldError> _errors = [];

    private SchemaValidator()
    {
    }

    /// <summary>All faults of an object, those that its owner cannot help because they were there before left out.</summary>
    /// <param name="resource">The object, pruned and with defaults.</param>
    /// <param name="schema">The schema of its version.</param>
    /// <param name="old">The object before the update; null on a create.</param>
    /// <param name="warnings">Takes the faults that rules find in values that the update does not change.</param>
    public static IReadOnlyList<FieldError> Validate(JsonObject resource, StructuralSchema schema, JsonObject? old = null, List<string>? warnings = null) =>
        WithRules(ValidateAt("", resource, schema, old), resource, schema, old, warnings);

    /// <summary>All faults of the status of an object, whose messages name fields from the status on, as the server does on <c>/status</c>.</summary>
    /// <param name="resource">The object, of which only the status is checked.</param>
    /// <param name="schema">The schema of its version.</param>
    /// <param name="old">The object before the update.</param>
    /// <param name="warnings">Takes the faults that rules find in values that the update does not change.</param>
    public static IReadOnlyList<FieldError> ValidateStatus(JsonObject resource, StructuralSchema schema, JsonObject old, List<string>? warnings = null)
    {
        if (schema.Properties.GetValueOrDefault("status") is not { } status || resource["status"] is not { } value)
        {
            return [];
        }

        var faults = ValidateAt("", value, status, old["status"])
            .Select(fault => fault.Field == FieldError.NoField ? fault : fault with { Field = fault.Field.Length == 0 ? "status" : $"status.{fault.Field}" });
        return WithRules([.. faults], resource, schema, old, warnings);
    }

    /// <summary>All faults of a value that stands at a path.</summary>
    public static IReadOnlyList<FieldError> ValidateAt(string path, JsonNode? value, StructuralSchema schema, JsonNode? old)
    {
        var validator = new SchemaValidator();
        validator.Check(path, value, schema, old);
        return validator._errors;
    }

    /// <summary>Rules run on what has the right shape only; otherwise one more fault says that they did not.</summary>
    private static IReadOnlyList<FieldError> WithRules(IReadOnlyList<FieldError> faults, JsonObject resource, StructuralSchema schema, JsonObject? old, List<string>? warnings)
    {
        if (!schema.HasRules)
        {
            return faults;
        }

        if (faults.Any(fault => Blocking.Contains(fault.Reason)))
        {
            return [.. faults, FieldError.Invalid(FieldError.NoField, GoValue.Of(null), Unchecked)];
        }

        var (errors, ratcheted) = CelValidator.Validate(resource, schema, old);
        warnings?.AddRange(ratcheted);
        return [.. faults, .. errors];
    }

    private void Check(string path, JsonNode? value, StructuralSchema schema, JsonNode? old)
    {
        if (old is not null && JsonNode.DeepEquals(value, old))
        {
            return;
        }

        _errors.AddRange(ScalarRules.Check(path, value, schema));
        if (value is null)
        {
            return;
        }

        CheckLogic(path, value, schema);
        switch (value)
        {
            case JsonArray items:
                CheckItems(path, items, schema, old as JsonArray);
                break;
            case JsonObject members:
                CheckMembers(path, members, schema, old as JsonObject);
                break;
            default:
                break;
        }
    }

    private void CheckItems(string path, JsonArray items, StructuralSchema schema, JsonArray? old)
    {
        if (schema.Items is { } itemSchema)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Check($"{path}[{i}]", items[i], itemSchema, ListKeys.FindSame(items[i], old, schema));
            }
        }

        if (items.Count < schema.MinItems)
        {
            _errors.Add(FieldError.Invalid(path, items.Count, $"{path} in body should have at least {schema.MinItems} items"));
        }

        if (schema.MaxItems is { } maximum && items.Count > maximum)
        {
            _errors.Add(FieldError.TooMany(path, items.Count, maximum));
        }

        _errors.AddRange(ListKeys.Duplicates(path, items, schema));
    }

    private void CheckMembers(string path, JsonObject members, StructuralSchema schema, JsonObject? old)
    {
        if (schema.IsEmbeddedResource)
        {
            _errors.AddRange(EmbeddedResourceRules.Check(path, members));
        }

        if (members.Count < schema.MinProperties)
        {
            _errors.Add(FieldError.Invalid(path, members.Count, $"{path} in body should have at least {schema.MinProperties} properties"));
            return;
        }

        if (schema.MaxProperties is { } maximum && members.Count > maximum)
        {
            _errors.Add(FieldError.TooMany(path, members.Count, maximum));
            return;
        }

        _errors.AddRange(schema.Required.Where(name => !members.ContainsKey(name)).Select(name => FieldError.Required(Child(path, name))));
        foreach (var (name, member) in members)
        {
            if (schema.Member(name) is { } memberSchema)
            {
                Check(Child(path, name), member, memberSchema, old?[name]);
            }
        }
    }

    private void CheckLogic(string path, JsonNode value, StructuralSchema schema)
    {
        if (schema.AnyOf.Count > 0)
        {
            var results = schema.AnyOf.Select(option => ValidateAt(path, value, option, null)).ToList();
            if (results.TrueForAll(errors => errors.Count > 0))
            {
                AddLogic($"\"{path}\" must validate at least one schema (anyOf)", results[0]);
            }
        }

        if (schema.OneOf.Count > 0)
        {
            CheckOneOf(path, schema.OneOf.Select(option => ValidateAt(path, value, option, null)).ToList());
        }

        if (schema.AllOf.Count > 0)
        {
            CheckAllOf(path, schema.AllOf.Select(option => ValidateAt(path, value, option, null)).ToList());
        }

        if (schema.Not is { } not && ValidateAt(path, value, not, null).Count == 0)
        {
            AddLogic($"\"{path}\" must not validate the schema (not)", []);
        }
    }

    private void CheckOneOf(string path, List<IReadOnlyList<FieldError>> results)
    {
        var valid = results.Count(errors => errors.Count == 0);
        if (valid != 1)
        {
            var found = valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives";
            AddLogic($"\"{path}\" must validate one and only one schema (oneOf). {found}", valid == 0 ? results[0] : []);
        }
    }

    private void CheckAllOf(string path, List<IReadOnlyList<FieldError>> results)
    {
        var valid = results.Count(errors => errors.Count == 0);
        if (valid != results.Count)
        {
            AddLogic($"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}", results.SelectMany(errors => errors));
        }
    }

    private void AddLogic(string message, IEnumerable<FieldError> reasons)
    {
        _errors.Add(FieldError.Invalid(FieldError.NoField, "", message));
        _errors.AddRange(reasons);
    }

    private static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
