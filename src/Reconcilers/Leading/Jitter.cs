namespace KubeController.Reconcilers.Leading;

/// <summary>Spreads waits, so that replicas do not come together: up to a fifth longer, as client-go does.</summary>
internal sealed class Jitter(Func<double> random)
{
    private const double Most = 0.2;

    public static TimeSpan Longest(TimeSpan wait) => wait * (1 + Most);

    public TimeSpan Spread(TimeSpan wait) => wait * (1 + (Most * random()));
}
