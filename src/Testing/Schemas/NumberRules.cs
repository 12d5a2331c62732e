using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Schemas;

/// <summary>The rules of a schema about a number: its range, its divisor, and whether it fits its format.</summary>
internal static class NumberRules
{
    public static IEnumerable<FieldError> Check(string path, JsonValue value, StructuralSchema schema)
    {
        if (schema.Type == "integer" && !FitsFormat(value, schema.Format))
        {
            var kind = schema.Format.Length > 0 ? $"with format {schema.Format}" : "(default format)";
            yield return FieldError.Invalid(FieldError.NoField, "", $"Checked value must be of type integer {kind} in {path}");
        }

        var number = JsonNumbers.ValueOf(value);
        var isInteger = JsonNumbers.IsInteger(value, out _);
        foreach (var complaint in new[] { Divisor(number, schema), AboveMaximum(number, isInteger, schema), BelowMinimum(number, isInteger, schema) })
        {
            if (complaint is not null)
            {
                yield return FieldError.Invalid(path, GoValue.Of(value), $"{path} in body should {complaint}");
            }
        }
    }

    private static string? Divisor(double number, StructuralSchema schema) =>
        schema.MultipleOf is { } factor && number % factor != 0 ? $"be a multiple of {GoNumber.Text(factor)}" : null;

    private static string? AboveMaximum(double number, bool isInteger, StructuralSchema schema)
    {
        if (schema.Maximum is not { } maximum || (schema.ExclusiveMaximum ? number < maximum : number <= maximum))
        {
            return null;
        }

        return $"be less than {(schema.ExclusiveMaximum ? "" : "or equal to ")}{Bound(maximum, isInteger)}";
    }

    private static string? BelowMinimum(double number, bool isInteger, StructuralSchema schema)
    {
        if (schema.Minimum is not { } minimum || (schema.ExclusiveMinimum ? number > minimum : number >= minimum))
        {
            return null;
        }

        return $"be greater than {(schema.ExclusiveMinimum ? "" : "or equal to ")}{Bound(minimum, isInteger)}";
    }

    private static bool FitsFormat(JsonValue value, string format) =>
        JsonNumbers.IsInteger(value, out var integer) && (format != "int32" || integer is >= int.MinValue and <= int.MaxValue);

    private static string Bound(double bound, bool isInteger) =>
        isInteger ? ((long)bound).ToString(CultureInfo.InvariantCulture) : GoNumber.Text(bound);
}
