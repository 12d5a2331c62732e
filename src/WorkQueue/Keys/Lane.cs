namespace KubeController.WorkQueues.Keys;

/// <summary>The ready keys of one priority, in the order they became ready.</summary>
internal sealed class Lane<TKey>(int priority, KeyTable<TKey> table)
    where TKey : notnull
{
    public int Priority { get; } = priority;

    public SlotList<TKey> Keys { get; } = new(table);
}
