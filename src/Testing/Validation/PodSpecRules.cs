using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>The rules for the spec of a pod, in pods as well as in templates of pods.</summary>
internal static class PodSpecRules
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] DnsPolicies = ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"];

    public static IEnumerable<FieldError> Check(JsonObject spec, string path)
    {
        var volumes = spec.Array("volumes")?.OfType<JsonObject>().Select(volume => volume.Text("name") ?? "").ToList() ?? [];
        var errors = new List<FieldError>(CheckVolumes(volumes, path));
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (spec.Array("containers") is not { Count: > 0 })
        {
            errors.Add(FieldError.Required($"{path}.containers"));
        }

        foreach (var list in new[] { "containers", "initContainers" })
        {
            var containers = spec.Array(list)?.OfType<JsonObject>().ToList() ?? [];
            for (var i = 0; i < containers.Count; i++)
            {
                errors.AddRange(ContainerRules.Check(containers[i], $"{path}.{list}[{i}]", names, volumes));
            }
        }

        errors.AddRange(CheckChoice(spec, path, "restartPolicy", RestartPolicies));
        errors.AddRange(CheckChoice(spec, path, "dnsPolicy", DnsPolicies));
        errors.AddRange(CheckNumbers(spec, path));
        return errors;
    }

    private static IEnumerable<FieldError> CheckChoice(JsonObject spec, string path, string name, string[] choices)
    {
        if (spec.Text(name) is { } value && !choices.Contains(value))
        {
            yield return FieldError.NotSupported($"{path}.{name}", value, choices);
        }
    }

    private static IEnumerable<FieldError> CheckNumbers(JsonObject spec, string path)
    {
        if (spec.Integer("activeDeadlineSeconds") is { } deadline and (< 1 or > int.MaxValue))
        {
            yield return FieldError.Invalid($"{path}.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
        }

        if (spec.Integer("terminationGracePeriodSeconds") is { } grace and < 0)
        {
            yield return FieldError.Invalid($"{path}.terminationGracePeriodSeconds", grace, "must be greater than or equal to 0");
        }
    }

    private static IEnumerable<FieldError> CheckVolumes(List<string> names, string path)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var field = $"{path}.volumes[{i}].name";
            if (names[i].Length == 0)
            {
                yield return FieldError.Required(field);
                continue;
            }

            foreach (var complaint in NameRules.Label(names[i]))
            {
                yield return FieldError.Invalid(field, names[i], complaint);
            }

            if (names.IndexOf(names[i]) < i)
            {
                yield return FieldError.Duplicate(field, names[i]);
            }
        }
    }
}
