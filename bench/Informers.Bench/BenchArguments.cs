using System.Globalization;
using KubeController.Client;

namespace KubeController.Informers.Bench;

internal sealed record BenchArguments(string Mode, string? Kubeconfig, ResourceType Resource, int Count)
{
    public static BenchArguments Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
        var resource = (Value("--resource") ?? "widgets.v1.bench.example.com").Split('.', 3);
        return new(
            args.FirstOrDefault() ?? string.Empty,
            Value("--kubeconfig"),
            new(resource[2], resource[1], "Widget", resource[0]),
            int.Parse(Value("--count") ?? "30000", CultureInfo.InvariantCulture));
    }

    public static int Usage()
    {
        Console.Error.WriteLine("Usage: sync|churn|read|relist [--kubeconfig FILE] [--resource PLURAL.VERSION.GROUP] [--count N]");
        return 2;
    }
}
