using System.Text.Json.Nodes;

namespace KubeController.Client;

/// <summary>Computes the merge patch that leads from one JSON object to another.</summary>
internal static class MergePatchDifference
{
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        foreach (var (name, wanted) in after)
        {
            var present = before[name];
            if (present is JsonObject presentObject && wanted is JsonObject wantedObject)
            {
                if (Between(presentObject, wantedObject) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(present, wanted))
            {
                patch[name] = wanted?.DeepClone();
            }
        }

        return patch;
    }
}
