using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Validation;

/// <summary>
/// Events. The form of <c>events.k8s.io</c> has strict rules, and so has the core form once it has an <c>eventTime</c>; otherwise the core form
/// takes nearly anything. Faults carry the names of the core form, but for the reporter, which carries that of the form it came in.
/// </summary>
internal static class EventRules
{
    private const int LongestName = 128;
    private const int LongestNote = 1024;

    public static readonly KindRule Core = new()
    {
        Default = EventForms.CompleteCore,
        Check = CheckNamespace,
        CheckCreate = resource => IsStrict(resource) ? CheckStrict(resource, "reportingComponent") : [],
    };

    public static readonly KindRule Events = new()
    {
        Default = resource =>
        {
            resource.ObjectOrNew("regarding");
            resource.ObjectOrNew("deprecatedSource");
        },
        Check = resource => CheckNamespace(InCoreForm(resource)),
        CheckCreate = resource => [.. CheckStrict(InCoreForm(resource), "reportingController"), .. CheckUnset(InCoreForm(resource))],
        CheckUpdate = (resource, old) => CheckUnchanged(InCoreForm(resource), InCoreForm(old)),
    };

    private static bool IsStrict(JsonObject resource) => resource["eventTime"] is not null;

    private static JsonObject InCoreForm(JsonObject resource)
    {
        var core = resource.Copy();
        EventForms.ToCore(core);
        return core;
    }

    private static IEnumerable<FieldError> CheckNamespace(JsonObject resource)
    {
        var own = resource.Object("metadata")?.Text("namespace") ?? "";
        var involved = resource.Object("involvedObject")?.Text("namespace") ?? "";
        // Objects without a namespace have their events in the namespace default, if the event says so at all.
        if (involved != own && !(involved.Length == 0 && own == "default"))
        {
            yield return FieldError.Invalid("involvedObject.namespace", involved, "does not match event.namespace");
        }
    }

    private static IEnumerable<FieldError> CheckStrict(JsonObject resource, string reporter) =>
    [
        .. resource["eventTime"] is null ? [FieldError.Required("eventTime")] : Array.Empty<FieldError>(),
        .. CheckReporter(resource, reporter),
        .. CheckNames(resource),
        .. CheckSeries(resource.Object("series")),
    ];

    private static IEnumerable<FieldError> CheckReporter(JsonObject resource, string field)
    {
        var reporter = resource.Text("reportingComponent") ?? "";
        if (reporter.Length == 0)
        {
            yield return FieldError.Required(field);
        }

        foreach (var complaint in NameRules.QualifiedName(reporter))
        {
            yield return FieldError.Invalid(field, reporter, complaint);
        }
    }

    private static IEnumerable<FieldError> CheckNames(JsonObject resource)
    {
        foreach (var name in new[] { "reportingInstance", "action", "reason" })
        {
            var text = resource.Text(name) ?? "";
            if (text.Length == 0)
            {
                yield return FieldError.Required(name);
            }
            else if (text.Length > LongestName)
            {
                yield return FieldError.Invalid(name, "", $"can have at most {LongestName} characters");
            }
        }

        if ((resource.Text("message") ?? "").Length > LongestNote)
        {
            yield return FieldError.Invalid("message", "", $"can have at most {LongestNote} characters");
        }

        if (resource.Text("type") is not ("Normal" or "Warning"))
        {
            yield return FieldError.Invalid("type", "", $"has invalid value: {resource.Text("type")}");
        }
    }

    private static IEnumerable<FieldError> CheckSeries(JsonObject? series)
    {
        if (series is null)
        {
            yield break;
        }

        if ((series.Integer("count") ?? 0) < 2)
        {
            yield return FieldError.Invalid("series.count", "", "should be at least 2");
        }

        if (series["lastObservedTime"] is null)
        {
            yield return FieldError.Required("series.lastObservedTime");
        }
    }

    private static IEnumerable<FieldError> CheckUnset(JsonObject resource)
    {
        var set = new[]
        {
            ("firstTimestamp", resource["firstTimestamp"] is not null),
            ("lastTimestamp", resource["lastTimestamp"] is not null),
            ("count", (resource.Integer("count") ?? 0) != 0),
            ("source", resource.Object("source") is { Count: > 0 }),
        };
        return set.Where(field => field.Item2).Select(field => FieldError.Invalid(field.Item1, "", "needs to be unset"));
    }

    private static IEnumerable<FieldError> CheckUnchanged(JsonObject resource, JsonObject old)
    {
        foreach (var name in new[] { "involvedObject", "reason", "message", "source", "type", "action", "related", "reportingComponent", "reportingInstance", "eventTime" })
        {
            if (!JsonNode.DeepEquals(resource[name], old[name]))
            {
                var shown = name == "involvedObject" ? GoReference(resource.Object(name) ?? []) : GoValue.Of(resource[name]);
                yield return FieldError.Invalid(name, shown, "field is immutable");
            }
        }
    }

    private static GoValue GoReference(JsonObject reference) => GoValue.Of(new JsonObject(
        new[] { ("Kind", "kind"), ("Namespace", "namespace"), ("Name", "name"), ("UID", "uid"), ("APIVersion", "apiVersion"), ("ResourceVersion", "resourceVersion"), ("FieldPath", "fieldPath") }
            .Select(field => KeyValuePair.Create(field.Item1, (JsonNode?)(reference.Text(field.Item2) ?? "")))));
}
