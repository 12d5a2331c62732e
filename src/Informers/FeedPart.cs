using k8s;
using k8s.Models;
using KubeController.Client;
using KubeController.Informers.Storage;

namespace KubeController.Informers;

/// <summary>The door to a store for what lists and watches one part of it.</summary>
internal sealed class FeedPart<T>(StoreFeed<T> feed, string part)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Gets a value indicating whether the first list of the part is in the store.</summary>
    public bool HasListed => feed.HasListed(part);

    /// <summary>Gets the number of objects that the store has of the part.</summary>
    public int Count => feed.CountOf(part);

    public RecordOptions Records => feed.Records;

    public ListDraft<T> BeginList() => feed.BeginList(part);

    public void Add(ListDraft<T> draft, ListPage<ResourceRecord> page) => feed.Add(draft, page);

    public void Add(ListDraft<T> draft, WatchFrame<ResourceRecord> frame) => feed.Add(draft, frame);

    public void Commit(ListDraft<T> draft) => feed.Commit(draft);

    public void Apply(WatchFrame<ResourceRecord> frame) => feed.Apply(frame, part);
}
