namespace KubeController.Testing.Tests.Recorded;

/// <summary>How one step went: it held if nothing differed.</summary>
internal sealed record StepReport(RecordedStep Step, IReadOnlyList<string> Differences)
{
    public bool Held => Differences.Count == 0;

    public override string ToString() => $"{Step.Id} (item {Step.Item}): {Step.Says}\n  {string.Join("\n  ", Differences)}";
}
