using System.Text.Json.Nodes;

namespace KubeController.Testing.Tests.Recorded;

/// <summary>One step of a story: a request, the answer to it, and the watch frames that it caused.</summary>
internal sealed class RecordedStep(JsonObject document, bool isCut)
{
    public string Id { get; } = document["id"]!.GetValue<string>();

    /// <summary>The number of the conformance item that the step shows.</summary>
    public int Item { get; } = document["item"]!.GetValue<int>();

    public string Says { get; } = document["says"]?.GetValue<string>() ?? string.Empty;

    /// <summary>Null where the step sums up many requests or tells of an action outside the API.</summary>
    public JsonObject? Request { get; } = document["request"] as JsonObject;

    public JsonObject? Response { get; } = document["response"] as JsonObject;

    /// <summary>Frames in the order in which they came; null where nobody looked.</summary>
    public IReadOnlyList<JsonObject>? Events { get; } = (document["events"] as JsonArray)?.Select(item => item!.AsObject()).ToList();

    public JsonArray? Matrix { get; } = document["matrix"] as JsonArray;

    public IReadOnlyList<string> WatchesEnded { get; } = [.. (document["watchEnded"] as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    /// <summary>The name of the watch that this request opens, if it opens one that later steps write to.</summary>
    public string? OpensWatch { get; } = document["request"]?["opensWatch"]?.GetValue<string>();

    /// <summary>The last step during which the watch of this step stays open.</summary>
    public string? OpenUntil { get; } = document["openUntil"]?.GetValue<string>();

    /// <summary>"by the server" where the server ended the watch; null where this step opens none.</summary>
    public string? Ended { get; } = document["ended"]?.GetValue<string>();

    /// <summary>The request was repeated until this answer came.</summary>
    public bool IsEventual { get; } = document["eventually"]?.GetValue<bool>() ?? false;

    /// <summary>The recording shows managedFields: where it has none there must be none.</summary>
    public bool ShowsManagers => Item is >= 21 and <= 25;

    /// <summary>The recording shows only a part of the answer.</summary>
    public bool IsCut { get; } = isCut || document.ContainsKey("trimmed") || Meanwhile.IsCut(document["id"]!.GetValue<string>());

    public int? DeletionTimestampMinusNow { get; } = document["deletionTimestampMinusNowSeconds"]?.GetValue<int>();

    /// <summary>Placeholders of revisions from the oldest to the newest.</summary>
    public IReadOnlyList<string> RevisionOrder { get; } =
        document["rvOrder"] is JsonValue order ? order.GetValue<string>().Split(" < ") : [];

    /// <summary>Controllers go on where the answer ends, and only the frames up to the answer were recorded (propagation policies).</summary>
    public bool IsOpenEnded => Item == 49;

    /// <summary>Nothing can be sent for this step: the recording only tells of it.</summary>
    public bool IsSummary => Matrix is null && (Request is null || Request.ContainsKey("bodyDescription"));
}
