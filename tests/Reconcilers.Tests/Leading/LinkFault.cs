namespace KubeController.Reconcilers.Tests.Leading;

/// <summary>What becomes of one request on its way between a replica and the server.</summary>
public sealed record LinkFault
{
    /// <summary>How long it travels to the server.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the answer travels back.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>No connection.</summary>
    public bool Refused { get; init; }

    /// <summary>The connection is cut before the server has the request.</summary>
    public bool RequestLost { get; init; }

    /// <summary>The connection is cut after the server has done what was asked.</summary>
    public bool AnswerLost { get; init; }

    /// <summary>The server answers this and does nothing.</summary>
    public int? Status { get; init; }

    /// <summary>A request that its sender has given up is on its way all the same, and arrives.</summary>
    public bool Outlives { get; init; }
}
