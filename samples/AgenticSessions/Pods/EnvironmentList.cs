using k8s.Models;
using KubeController.Samples.AgenticSessions.Secrets;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>Builds a container's environment. The same inputs give the same list, in the same order.</summary>
internal sealed class EnvironmentList
{
    // The user chooses neither of these: the operator's settings do.
    private static readonly HashSet<string> Protected = new(StringComparer.Ordinal) { "USE_VERTEX", "CLAUDE_CODE_USE_VERTEX" };

    private readonly List<V1EnvVar> _variables = [];

    public EnvironmentList Add(string name, string? value)
    {
        _variables.Add(new() { Name = name, Value = value ?? string.Empty });
        return this;
    }

    public EnvironmentList AddIf(bool condition, string name, string? value) => condition ? Add(name, value) : this;

    public EnvironmentList AddSecret(string name, SecretKeyReference reference)
    {
        var selector = new V1SecretKeySelector { Name = reference.Secret, Key = reference.Key, Optional = reference.IsOptional ? true : null };
        _variables.Add(new() { Name = name, ValueFrom = new() { SecretKeyRef = selector } });
        return this;
    }

    /// <summary>Adds the four variables of the storage; without one they are there, and empty.</summary>
    public EnvironmentList AddStorage(StorageChoice storage)
    {
        Add("S3_ENDPOINT", storage.Endpoint).Add("S3_BUCKET", storage.Bucket);
        return storage.IsAvailable
            ? AddSecret("AWS_ACCESS_KEY_ID", storage.AccessKey).AddSecret("AWS_SECRET_ACCESS_KEY", storage.SecretKey)
            : Add("AWS_ACCESS_KEY_ID", null).Add("AWS_SECRET_ACCESS_KEY", null);
    }

    /// <summary>Adds the user's variables that collide with none that is there.</summary>
    public EnvironmentList AddMissing(IDictionary<string, string>? variables)
    {
        foreach (var (name, value) in Sorted(variables).Where(variable => Find(variable.Key) is null))
        {
            Add(name, value);
        }

        return this;
    }

    /// <summary>Adds the user's variables; they replace what is there, except what comes from a secret and what is protected.</summary>
    public EnvironmentList Merge(IDictionary<string, string>? variables)
    {
        foreach (var (name, value) in Sorted(variables).Where(variable => !Protected.Contains(variable.Key)))
        {
            if (Find(name) is not { } present)
            {
                Add(name, value);
            }
            else if (present.ValueFrom is null)
            {
                present.Value = value;
            }
        }

        return this;
    }

    public List<V1EnvVar> ToList() => _variables;

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IDictionary<string, string>? variables) =>
        (variables ?? new Dictionary<string, string>()).Where(variable => variable.Key.Length > 0).OrderBy(variable => variable.Key, StringComparer.Ordinal);

    private V1EnvVar? Find(string name) => _variables.Find(variable => variable.Name == name);
}
