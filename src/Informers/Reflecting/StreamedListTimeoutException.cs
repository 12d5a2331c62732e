namespace KubeController.Informers.Reflecting;

/// <summary>A streamed list had not come to its end when its time was up.</summary>
internal sealed class StreamedListTimeoutException(TimeSpan limit, int count, bool isFirst, Exception inner)
    : Exception(
        $"The server has not ended its streaming list within {limit}; {count} objects came. It, or a proxy before it, may not know streaming lists; "
            + "raise 'StreamingListTimeout' if there is only much to list.",
        inner)
{
    /// <summary>Gets a value indicating whether no streamed list has ever come to its end here.</summary>
    public bool IsFirst => isFirst;
}
