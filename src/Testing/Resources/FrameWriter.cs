using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Writes the frames of one watch: what a change means for its selection, in the form it asked for.</summary>
internal sealed class FrameWriter(Cluster cluster, ApiCall call, Selection selection)
{
    private static readonly byte[] Added = Head("ADDED");
    private static readonly byte[] Modified = Head("MODIFIED");
    private static readonly byte[] Deleted = Head("DELETED");
    private static readonly byte[] BookmarkHead = Head("BOOKMARK");
    private static readonly byte[] ErrorHead = Head("ERROR");
    private static readonly byte[] Tail = "}\n"u8.ToArray();
    private readonly ObjectView _view = new(call.Definition);
    // A Table says its columns once.
    private bool _columnsSent;

    /// <summary>The objects there are, and the bookmark that ends them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Initial(ObjectSnapshot snapshot, bool withBookmark)
    {
        var frames = new List<ReadOnlyMemory<byte>>();
        foreach (var stored in snapshot.From(selection.Namespace, null))
        {
            if (selection.Includes(stored))
            {
                frames.Add(Frame(Added, stored));
            }
        }

        if (withBookmark)
        {
            frames.Add(Bookmark(snapshot.Revision, isInitialEnd: true));
        }

        return frames;
    }

    /// <summary>The frames of changes; none for those that do not concern the watch.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Changes(IReadOnlyList<Change> changes)
    {
        List<ReadOnlyMemory<byte>>? frames = null;
        foreach (var change in changes)
        {
            if (Of(change) is { } frame)
            {
                frames ??= new List<ReadOnlyMemory<byte>>(changes.Count);
                frames.Add(frame);
            }
        }

        return frames ?? (IReadOnlyList<ReadOnlyMemory<byte>>)[];
    }

    /// <summary>A bookmark: an object with nothing but a resourceVersion.</summary>
    public ReadOnlyMemory<byte> Bookmark(long revision, bool isInitialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
        if (isInitialEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        var bookmark = new JsonObject { ["kind"] = call.Definition.Kind, ["apiVersion"] = call.Definition.ApiVersion, ["metadata"] = metadata };
        if (call.Definition is { Group: "", Kind: "Pod" } && call.Format.As.Length == 0)
        {
            bookmark["spec"] = new JsonObject { ["containers"] = null };
            bookmark["status"] = new JsonObject();
        }

        return Join(BookmarkHead, Shape(bookmark));
    }

    /// <summary>An error, after which the stream ends.</summary>
    public static ReadOnlyMemory<byte> Error(StatusException error) => Join(ErrorHead, JsonWriter.Write(error.ToStatus()));

    private static byte[] Head(string type) => Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":");

    private static byte[] Join(byte[] head, ReadOnlyMemory<byte> obj)
    {
        var frame = new byte[head.Length + obj.Length + Tail.Length];
        head.CopyTo(frame, 0);
        obj.Span.CopyTo(frame.AsSpan(head.Length));
        Tail.CopyTo(frame, head.Length + obj.Length);
        return frame;
    }

    private ReadOnlyMemory<byte>? Of(Change change)
    {
        if (selection.Namespace.Length > 0 && change.Current.Namespace != selection.Namespace)
        {
            return null;
        }

        var was = change.Previous is not null && selection.Includes(change.Previous);
        var isNow = !change.IsDeletion && selection.Includes(change.Current);
        return (was, isNow) switch
        {
            (false, false) => default(ReadOnlyMemory<byte>?),
            (false, true) => Shared(change, change.Previous is null, Added),
            (true, true) => Shared(change, isNatural: true, Modified),
            (true, false) when change.IsDeletion => Shared(change, isNatural: true, Deleted),
            (true, false) => Frame(Deleted, WithRevision(change.Previous!, change.Revision)),
        };
    }

    // Watches of the stored form all send the same bytes for a change: written once, shared.
    private ReadOnlyMemory<byte> Shared(Change change, bool isNatural, byte[] head) =>
        isNatural && call.Format.As.Length == 0 && _view.IsAsStored(change.Current)
            ? change.Frame ??= Join(head, change.Current.Utf8)
            : Frame(head, change.Current);

    private byte[] Frame(byte[] head, StoredObject stored) =>
        Join(head, call.Format.As.Length == 0 ? _view.Utf8(stored) : Shape(_view.Tree(stored)));

    private static StoredObject WithRevision(StoredObject previous, long revision)
    {
        var tree = previous.Tree.Copy();
        tree.Object("metadata")!["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(tree, revision, previous.Definition);
    }

    private byte[] Shape(JsonObject obj)
    {
        switch (call.Format.As)
        {
            case "PartialObjectMetadata":
                return JsonWriter.Write(ObjectShapes.Partial(obj, call.Format.AsVersion));
            case "Table":
                var metadata = new JsonObject { ["resourceVersion"] = obj.Object("metadata")?.Text("resourceVersion") };
                var table = ObjectShapes.Table(call, [obj], metadata, withColumns: !_columnsSent, cluster.Time.GetUtcNow());
                _columnsSent = true;
                return JsonWriter.Write(table);
            default:
                return JsonWriter.Write(obj);
        }
    }
}
