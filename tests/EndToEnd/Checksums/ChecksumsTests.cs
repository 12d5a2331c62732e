using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using KubeController.Samples.Checksums;

namespace KubeController.EndToEnd.Checksums;

/// <summary>samples/Checksums: the queue alone, on real files.</summary>
[CancelAfter(60_000)]
public sealed class ChecksumsTests
{
    [Test]
    public async Task Run_FilesComeChangeAndGo_TheListFollows(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("checksums-tests-");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = new Lines();
        try
        {
            Write(folder, "there-before", "one");
            var running = new ChecksumFile(folder.FullName, output).RunAsync(stop.Token);
            await UntilAsync(folder, output, [Line("there-before", "one")], cancellationToken);

            Write(folder, "new", "two");
            await UntilAsync(folder, output, [Line("new", "two"), Line("there-before", "one")], cancellationToken);

            Write(folder, "there-before", "three");
            File.Move(Path.Combine(folder.FullName, "new"), Path.Combine(folder.FullName, "renamed"));
            await UntilAsync(folder, output, [Line("renamed", "two"), Line("there-before", "three")], cancellationToken);

            File.Delete(Path.Combine(folder.FullName, "renamed"));
            await UntilAsync(folder, output, [Line("there-before", "three")], cancellationToken);

            await stop.CancelAsync();
            await running;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(DirectoryInfo folder, string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private static string Line(string name, string text) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}  {name}";

    // Each line of output is an occasion to look at the list.
    private static async Task UntilAsync(DirectoryInfo folder, Lines output, string[] expected, CancellationToken cancellationToken)
    {
        var list = Path.Combine(folder.FullName, "SHA256SUMS");
        while (!File.Exists(list) || !(await File.ReadAllLinesAsync(list, cancellationToken)).SequenceEqual(expected))
        {
            await output.NextAsync(cancellationToken);
        }
    }

    private sealed class Lines : TextWriter
    {
        private readonly Channel<bool> _written = Channel.CreateUnbounded<bool>();

        public override Encoding Encoding => Encoding.UTF8;

        public override Task WriteLineAsync(string? value)
        {
            _written.Writer.TryWrite(true);
            return Task.CompletedTask;
        }

        public async Task NextAsync(CancellationToken cancellationToken)
        {
            await _written.Reader.WaitToReadAsync(cancellationToken);
            _written.Reader.TryRead(out _);
        }
    }
}
