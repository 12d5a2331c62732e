using KubeController.Testing.Http;
using KubeController.Testing.ManagedFields;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Resources;

/// <summary>A request for a resource, on its way through the handlers.</summary>
internal sealed class ApiCall
{
    /// <summary>The request.</summary>
    public required ApiRequest Request { get; init; }

    /// <summary>What its path names.</summary>
    public required RequestTarget Target { get; init; }

    /// <summary>The kind and version asked for.</summary>
    public required ResourceDefinition Definition { get; init; }

    /// <summary>The verb.</summary>
    public required string Verb { get; init; }

    /// <summary>Who asks.</summary>
    public required ApiUser User { get; init; }

    /// <summary>How the answer is written.</summary>
    public required ResponseFormat Format { get; init; }

    /// <summary>The name under which the request owns what it sets.</summary>
    public string Manager => ManagerName.Of(Request.Query["fieldManager"], Request.UserAgent);

    /// <summary>Warnings for the answer's headers, in order.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Whether nothing may be stored. Set by <see cref="ReadWriteOptions"/>.</summary>
    public bool IsDryRun { get; private set; }

    /// <summary>What happens with unknown and duplicate fields: Ignore, Warn or Strict. Set by <see cref="ReadWriteOptions"/>.</summary>
    public string FieldValidation { get; private set; } = "Warn";

    /// <summary>Reads and checks the parameters of a write.</summary>
    /// <param name="optionsKind">The kind named in errors, such as <c>CreateOptions</c>.</param>
    /// <param name="faults">What is wrong with parameters that only some writes have.</param>
    public void ReadWriteOptions(string optionsKind, params IEnumerable<FieldError> faults)
    {
        List<FieldError> errors = [.. faults, .. ManagerName.Check(Request.Query["fieldManager"])];
        IsDryRun = ReadDryRun(Request.Query.All("dryRun"), errors);
        var validation = Request.Query["fieldValidation"];
        if (validation is not (null or "" or "Ignore" or "Warn" or "Strict"))
        {
            errors.Add(new("FieldValueNotSupported", "fieldValidation", $"Unsupported value: \"{validation}\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""));
        }

        if (errors.Count > 0)
        {
            throw ApiErrors.InvalidOptions(optionsKind, errors);
        }

        FieldValidation = string.IsNullOrEmpty(validation) ? "Warn" : validation;
    }

    /// <summary>The same request, read as one for another kind: for subresources whose bodies are of a kind of their own.</summary>
    public ApiCall With(ResourceDefinition definition)
    {
        var other = new ApiCall { Request = Request, Target = Target, Definition = definition, Verb = Verb, User = User, Format = Format };
        other.IsDryRun = IsDryRun;
        other.FieldValidation = FieldValidation;
        return other;
    }

    /// <summary>Takes over the dry run asked for in the body of a delete.</summary>
    public void SetDryRun(IReadOnlyList<string> values)
    {
        var errors = new List<FieldError>();
        IsDryRun = ReadDryRun(values, errors);
        if (errors.Count > 0)
        {
            throw ApiErrors.InvalidOptions("DeleteOptions", errors);
        }
    }

    private static bool ReadDryRun(IReadOnlyList<string> values, List<FieldError> errors)
    {
        if (values.Any(value => value != "All"))
        {
            var list = string.Join(",", values.Select(value => $"\"{value}\""));
            errors.Add(new("FieldValueNotSupported", "dryRun", $"Unsupported value: [{list}]: supported values: \"All\""));
        }

        return values.Count > 0;
    }
}
