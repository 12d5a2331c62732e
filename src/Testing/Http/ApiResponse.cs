namespace KubeController.Testing.Http;

/// <summary>An answer as the core gives it: a body of bytes, or a stream of batches of frames for a watch.</summary>
internal sealed record ApiResponse
{
    /// <summary>The HTTP code.</summary>
    public required int Code { get; init; }

    /// <summary>The Content-Type; empty where there is no body.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>Headers beside Content-Type; the same name may occur several times (Warning).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; empty when <see cref="Frames"/> is set.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// The frames of a watch, each a whole line; null for every other answer. A batch is what was there at once: write its frames, then flush.
    /// The stream ends by completing; it observes the token given to its enumerator.
    /// </summary>
    public IAsyncEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>>? Frames { get; init; }
}
