namespace KubeController.Testing.Cel;

/// <summary>Sums, products and their kin.</summary>
internal static class CelArithmetic
{
    /// <exception cref="CelException">The operator does not know the operands, or the result is out of range.</exception>
    public static object Apply(string sign, object? left, object? right) => (left, right) switch
    {
        (long one, long other) => Integers(sign, one, other),
        (double one, double other) => Doubles(sign, one, other),
        (string one, string other) when sign == "+" => one + other,
        (List<object?> one, List<object?> other) when sign == "+" => new List<object?>([.. one, .. other]),
        (DateTimeOffset one, DateTimeOffset other) when sign == "-" => one - other,
        (DateTimeOffset time, TimeSpan span) => sign == "+" ? time + span : time - span,
        (TimeSpan one, TimeSpan other) => sign == "+" ? one + other : one - other,
        _ => throw new CelException("no such overload"),
    };

    private static long Integers(string sign, long left, long right)
    {
        try
        {
            return sign switch
            {
                "+" => checked(left + right),
                "-" => checked(left - right),
                "*" => checked(left * right),
                "/" => right == 0 ? throw new CelException("division by zero") : left / right,
                _ => right == 0 ? throw new CelException("modulus by zero") : left % right,
            };
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
    }

    private static double Doubles(string sign, double left, double right) => sign switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        _ => throw new CelException("no such overload"),
    };
}
