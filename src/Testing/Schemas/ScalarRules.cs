using System.Text.Json;
using System.Text.Json.Nodes;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Schemas;

/// <summary>The rules of a schema about one value by itself: its type, format, length, pattern, range and choices.</summary>
internal static class ScalarRules
{
    private const double LargestExactInteger = 9007199254740991;

    public static IEnumerable<FieldError> Check(string path, JsonNode? value, StructuralSchema schema)
    {
        var errors = new List<FieldError>();
        if (CheckType(path, value, schema) is { } wrongType)
        {
            errors.Add(wrongType);
        }

        switch (value?.GetValueKind())
        {
            case JsonValueKind.String:
                errors.AddRange(CheckText(path, value.GetValue<string>(), schema));
                break;
            case JsonValueKind.Number:
                errors.AddRange(NumberRules.Check(path, value.AsValue(), schema));
                break;
            default:
                break;
        }

        if (schema.Enum is { } choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
        {
            errors.Add(FieldError.NotSupported(path, GoValue.Of(value), choices.Select(TextOf)));
        }

        return errors;
    }

    private static string TextOf(JsonNode? choice) => choice?.GetValueKind() == JsonValueKind.String ? choice.GetValue<string>() : choice?.ToJsonString() ?? "null";

    private static FieldError? CheckType(string path, JsonNode? value, StructuralSchema schema)
    {
        string[] types = schema.IsIntOrString ? ["integer", "string"] : schema.Type.Length > 0 ? [schema.Type] : [];
        if (value is null)
        {
            return types.Length == 0 || schema.IsNullable ? null : WrongType(path, string.Join(',', types), "null");
        }

        var (type, format) = TypeOf(value);
        if (types.Length == 0 || types.Contains(type) || StandsFor(value, type, types))
        {
            return null;
        }

        // With a format, the server compares the format first, and names it.
        return schema.Format.Length > 0 && type is not ("string" or "array") && format != schema.Format
            ? WrongType(path, schema.Format, format)
            : WrongType(path, string.Join(',', types), type);
    }

    /// <summary>A whole number written with a fraction is an integer, and every integer is a number.</summary>
    private static bool StandsFor(JsonNode value, string type, string[] types) =>
        (type == "number" && types.Contains("integer") && IsExactInteger(value.AsValue())) || (type == "integer" && types.Contains("number"));

    private static FieldError WrongType(string path, string expected, string actual) =>
        FieldError.TypeInvalid(path, actual, $"{path} in body must be of type {expected}: \"{actual}\"");

    private static (string Type, string Format) TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => ("string", ""),
        JsonValueKind.True or JsonValueKind.False => ("boolean", ""),
        JsonValueKind.Number => JsonNumbers.IsInteger(value.AsValue(), out _) ? ("integer", "int64") : ("number", "float64"),
        JsonValueKind.Array => ("array", ""),
        _ => ("object", ""),
    };

    private static bool IsExactInteger(JsonValue value)
    {
        var number = JsonNumbers.ValueOf(value);
        return Math.Abs(number) <= LargestExactInteger && number == Math.Truncate(number);
    }

    private static IEnumerable<FieldError> CheckText(string path, string text, StructuralSchema schema)
    {
        var length = text.EnumerateRunes().Count();
        if (schema.MaxLength is { } maximum && length > maximum)
        {
            yield return FieldError.TooLong(path, maximum);
        }
        else if (length < schema.MinLength)
        {
            yield return FieldError.Invalid(path, text, $"{path} in body should be at least {schema.MinLength} chars long");
        }
        else if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
        {
            yield return FieldError.Invalid(path, text, $"{path} in body should match '{pattern}'");
        }

        if (schema.Format.Length > 0 && !StringFormats.Fits(text, schema.Format))
        {
            yield return FieldError.TypeInvalid(path, text, $"{path} in body must be of type {schema.Format}: {GoValue.Quote(text)}");
        }
    }
}
