using k8s;

namespace KubeController.Client.Access;

/// <summary>Finds the <c>tokenFile</c> of a user, which the models of KubernetesClient leave out.</summary>
internal static class KubeconfigTokenFile
{
    public static string? Find(IReadOnlyList<string> files, string user)
    {
        foreach (var file in files.Where(File.Exists))
        {
            var content = KubernetesYaml.Deserialize<Dictionary<string, object>>(File.ReadAllText(file));
            if (UserIn(content, user) is { } found)
            {
                // The first file that names the user is the one that counts.
                return found.TryGetValue("tokenFile", out var path) && path is string { Length: > 0 } text
                    ? Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(file))!)
                    : null;
            }
        }

        return null;
    }

    private static Dictionary<object, object>? UserIn(Dictionary<string, object>? content, string user) =>
        content?.GetValueOrDefault("users") is List<object> users
            ? users.OfType<Dictionary<object, object>>()
                .FirstOrDefault(one => one.GetValueOrDefault("name") is string name && name == user)?.GetValueOrDefault("user") as Dictionary<object, object>
            : null;
}
