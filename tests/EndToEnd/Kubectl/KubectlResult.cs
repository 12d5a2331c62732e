namespace KubeController.EndToEnd.Kubectl;

/// <summary>What one run of kubectl printed, and how it ended.</summary>
internal sealed record KubectlResult(string Arguments, int ExitCode, string Output, string Error)
{
    public override string ToString() => $"kubectl {Arguments}\nexit code {ExitCode}\n{Output}\n{Error}";
}
