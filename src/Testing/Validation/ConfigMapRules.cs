using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Config maps.</summary>
internal static class ConfigMapRules
{
    public static readonly KindRule Rule = new() { Check = Check, CheckUpdate = (map, old) => DataRules.CheckImmutable(map, old, "data", "binaryData") };

    private static IEnumerable<FieldError> Check(JsonObject map)
    {
        var data = map.Object("data") ?? [];
        var both = (map.Object("binaryData") ?? []).Where(member => data.ContainsKey(member.Key))
            .Select(member => FieldError.Invalid($"data[{member.Key}]", member.Key, "duplicate of key present in binaryData"));
        return [.. both, .. DataRules.Check(data, "data", "[]"), .. DataRules.Check(map.Object("binaryData") ?? [], "binaryData", "[]")];
    }
}
