namespace KubeController.Reconcilers;

/// <summary>Describes one term of office: the time from the acquisition of a lease to its loss or release.</summary>
/// <param name="Identity">Who leads.</param>
/// <param name="FencingToken">
/// The <c>leaseTransitions</c> of the lease, at least 1: each term has a greater one than all before it, whoever leads, also after a release or an expiry. Where a
/// leader writes to something outside that can compare, it hands the token along, and what has seen a greater one refuses: that holds also against a process that
/// was paused and does not know yet that its term is over.
/// </param>
/// <param name="StartedAt">When the lease was acquired, by the clock of this machine. For people to read: nothing is decided by it.</param>
public sealed record LeaderTerm(string Identity, long FencingToken, DateTimeOffset StartedAt);
