using System.Globalization;
using System.Text;

namespace KubeController.Client.Bench;

/// <summary>The body of a watch as it comes off the wire: many pods, one line each.</summary>
internal static class WatchBody
{
    public static byte[] Create(int events)
    {
        using var resource = typeof(WatchBody).Assembly.GetManifestResourceStream("pod.json")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var pod = reader.ReadToEnd().TrimEnd();
        using var body = new MemoryStream();
        for (var i = 0; i < events; i++)
        {
            var number = (10_000 + i).ToString(CultureInfo.InvariantCulture);
            var line = $$"""{"type":"MODIFIED","object":{{pod.Replace("NNNNN", number, StringComparison.Ordinal).Replace("RRRRR", number, StringComparison.Ordinal)}}}""";
            body.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }

        return body.ToArray();
    }
}
