using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Client;

namespace KubeController.Reconcilers.Leading;

/// <summary>What a lease says of its holder. Two are equal if nobody has renewed, acquired or released the lease between them.</summary>
internal sealed record LeaseState
{
    /// <summary>Who holds it; empty if nobody does.</summary>
    public required string Holder { get; init; }

    /// <summary>For how long it holds; <see langword="null"/> if it does not say.</summary>
    public required TimeSpan? Duration { get; init; }

    public required long Transitions { get; init; }

    public required string? AcquireTime { get; init; }

    public required string? RenewTime { get; init; }

    /// <exception cref="Exception">The spec is not that of a Lease.</exception>
    public static LeaseState Of(DynamicObject lease) => lease["spec"] is not JsonObject spec ? OfNobody : new()
    {
        Holder = (string?)spec["holderIdentity"] ?? string.Empty,
        Duration = (int?)spec["leaseDurationSeconds"] is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        Transitions = (long?)spec["leaseTransitions"] ?? 0,
        AcquireTime = (string?)spec["acquireTime"],
        RenewTime = (string?)spec["renewTime"],
    };

    /// <summary>Writes a time as metav1.MicroTime: exactly six digits of a second, or the server refuses.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes into a spec; what else is in it stays.</summary>
    public void WriteTo(JsonObject spec)
    {
        spec["holderIdentity"] = Holder;
        spec["leaseDurationSeconds"] = (int?)Duration?.TotalSeconds;
        spec["leaseTransitions"] = Transitions;
        spec["acquireTime"] = AcquireTime;
        spec["renewTime"] = RenewTime;
    }

    private static LeaseState OfNobody { get; } = new() { Holder = string.Empty, Duration = null, Transitions = 0, AcquireTime = null, RenewTime = null };
}
