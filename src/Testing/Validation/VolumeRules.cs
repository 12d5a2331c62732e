using System.Text.Json.Nodes;
using KubeController.Testing.Json;

namespace KubeController.Testing.Validation;

/// <summary>Persistent volumes and the claims to them.</summary>
internal static class VolumeRules
{
    public static readonly KindRule Claim = new()
    {
        Default = resource =>
        {
            Fill.Missing(resource.ObjectOrNew("spec"), """{"volumeMode":"Filesystem"}""");
            Fill.Status(resource, """{"phase":"Pending"}""");
        },
        Check = CheckClaim,
    };

    public static readonly KindRule Volume = new()
    {
        Default = resource =>
        {
            Fill.Missing(resource.ObjectOrNew("spec"), """{"persistentVolumeReclaimPolicy":"Retain","volumeMode":"Filesystem"}""");
            Fill.Status(resource, """{"phase":"Pending"}""");
        },
        Check = resource =>
        [
            .. KindRules.SpecOf(resource).Array("accessModes") is { Count: > 0 } ? Array.Empty<FieldError>() : [FieldError.Required("spec.accessModes")],
            .. KindRules.SpecOf(resource).Object("capacity") is { Count: > 0 } ? Array.Empty<FieldError>() : [FieldError.Required("spec.capacity")],
        ],
    };

    private static IEnumerable<FieldError> CheckClaim(JsonObject claim)
    {
        var spec = KindRules.SpecOf(claim);
        if (spec.Array("accessModes") is not { Count: > 0 })
        {
            yield return FieldError.Required("spec.accessModes", "at least 1 access mode is required");
        }

        if (spec.Object("resources")?.Object("requests")?["storage"] is null)
        {
            yield return FieldError.Required("spec.resources[storage]");
        }
    }
}
