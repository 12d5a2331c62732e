using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>The table of field selectors: each row is one list.</summary>
internal static class MatrixReplay
{
    public static async Task<IReadOnlyList<string>> RunAsync(HttpClient client, JsonArray matrix)
    {
        var differences = new List<string>();
        foreach (var row in matrix)
        {
            var path = $"{row!["path"]}?fieldSelector={Uri.EscapeDataString($"{row["field"]}=rec2-x")}";
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            var message = RecordedJson.TryParse(await answer.Content.ReadAsStringAsync())?["message"]?.ToString();
            if ((int)answer.StatusCode != row["code"]!.GetValue<int>() || (row["message"] is { } recorded && recorded.ToString() != message))
            {
                differences.Add($"{path}: {(int)answer.StatusCode} {message}, recorded {row["code"]} {row["message"]}");
            }
        }

        return differences;
    }
}
