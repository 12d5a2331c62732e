namespace KubeController.Informers.Bench;

/// <summary>What all readers have done so far.</summary>
internal sealed class ReadCounts
{
    private readonly Lock _lock = new();

    public long Gets { get; private set; }

    public long Lists { get; private set; }

    public double CpuSeconds { get; private set; }

    public void Add(long gets, long lists, double cpuSeconds)
    {
        lock (_lock)
        {
            Gets += gets;
            Lists += lists;
            CpuSeconds += cpuSeconds;
        }
    }
}
