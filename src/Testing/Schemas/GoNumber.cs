using System.Globalization;

namespace KubeController.Testing.Schemas;

/// <summary>Doubles as Go's <c>%v</c> prints them: with an exponent from a million on.</summary>
internal static class GoNumber
{
    private const double FirstWithExponent = 1e6;
    private const double LastWithExponent = 1e-4;

    public static string Text(double number)
    {
        var size = Math.Abs(number);
        if (size is 0 or (>= LastWithExponent and < FirstWithExponent))
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        var parts = number.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = (number / Math.Pow(10, exponent)).ToString("R", CultureInfo.InvariantCulture);
        return $"{digits}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }
}
