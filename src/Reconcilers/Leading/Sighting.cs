namespace KubeController.Reconcilers.Leading;

/// <summary>
/// What a lease said, and when we first saw it say that. Whether it still holds is judged by our own clock from then on: what its holder's clock wrote into it
/// does not matter, so clocks need not agree. Seen is never before written, so nobody's lease is taken from him before he has let it go.
/// </summary>
internal sealed record Sighting(LeaseState State, long SeenAt, TimeSpan Validity)
{
    /// <summary>Returns for how long the lease still binds us; zero if it is free.</summary>
    public TimeSpan TimeLeft(TimeProvider timeProvider)
    {
        var left = State.Holder.Length == 0 ? TimeSpan.Zero : Validity - timeProvider.GetElapsedTime(SeenAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
