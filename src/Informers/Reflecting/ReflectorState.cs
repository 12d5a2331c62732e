namespace KubeController.Informers.Reflecting;

/// <summary>Where the protocol of list and watch stands. Each step of the reflector takes one state to the next; a failure is a transition like any other.</summary>
internal abstract record ReflectorState
{
    /// <summary>Where it begins: nothing is known, so the most recent state is asked for.</summary>
    public static ReflectorState Start { get; } = new Listing(Known: null, IsConsistent: true);

    private ReflectorState()
    {
    }

    /// <summary>A list is next, streamed or in pages.</summary>
    /// <param name="Known">The version seen last; the list must not be older.</param>
    /// <param name="IsConsistent">The most recent state is asked for, whatever was seen: the server cannot serve <paramref name="Known"/>, or nothing is known.</param>
    /// <param name="Reason">Why a list is needed; kept until there is one.</param>
    /// <param name="IsPaged">In pages, unless it is streamed; not, when the token of a page expired before the end.</param>
    internal sealed record Listing(string? Known, bool IsConsistent, ListReason Reason = ListReason.First, bool IsPaged = true) : ReflectorState
    {
        public string ResourceVersion => IsConsistent ? string.Empty : Known ?? string.Empty;
    }

    /// <summary>A watch is next.</summary>
    /// <param name="ResourceVersion">The version seen last: the watch tells what happened after it.</param>
    /// <param name="Barren">How many watches in a row broke off without getting further.</param>
    /// <param name="Silent">How many watches in a row were cut because not one frame came.</param>
    internal sealed record Watching(string ResourceVersion, int Barren = 0, int Silent = 0) : ReflectorState;

    /// <summary>A pause is next, because something failed.</summary>
    /// <param name="Next">What comes after the pause.</param>
    /// <param name="Error">What failed.</param>
    /// <param name="Verb">What was being done: <c>list</c> or <c>watch</c>.</param>
    internal sealed record Waiting(ReflectorState Next, Exception Error, string Verb) : ReflectorState;
}
