using k8s;
using k8s.Models;

namespace KubeController.Client.Wire;

/// <summary>Reads all pages of a list as one.</summary>
internal sealed class WholeList<T>(ApiConnection connection, ListQuery query, ResourceType type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ListWatch<T> _list = new(
        connection,
        type,
        new() { Namespace = query.Namespace, LabelSelector = query.LabelSelector, FieldSelector = query.FieldSelector, PageSize = query.PageSize });

    public async Task<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken)
    {
        var pages = 0;
        try
        {
            return await ReadPagesAsync(new(), () => pages++, cancellationToken);
        }
        catch (ExpiredException) when (pages > 0)
        {
            // The server forgot the state of the first page before the last one was read. In one piece it cannot.
            return await ReadPagesAsync(new() { Limit = 0 }, () => { }, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<T>> ReadPagesAsync(ListRequest request, Action onPage, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var undecodable = new List<UndecodableObject>();
        await foreach (var page in _list.ListAsync(request, cancellationToken))
        {
            onPage();
            items.AddRange(page.Items);
            undecodable.AddRange(page.Undecodable);
        }

        Report(undecodable);
        return items;
    }

    private void Report(List<UndecodableObject> undecodable)
    {
        if (undecodable.Count > 0 && query.OnUndecodable is null)
        {
            throw new InvalidDataException(
                $"list {_list.Type.GroupResource}: {undecodable.Count} object(s) do not decode as {typeof(T).Name}, the first is " +
                $"'{undecodable[0].Key}': {undecodable[0].Error.Message} Set '{nameof(ListQuery)}.{nameof(ListQuery.OnUndecodable)}' to be served the others.",
                undecodable[0].Error);
        }

        undecodable.ForEach(one => query.OnUndecodable!(one));
    }
}
