using KubeController.Client;
using KubeController.Informers.Branches;

namespace KubeController.Informers;

/// <content>Namespaces that come and go.</content>
public sealed partial class Informer<T>
{
    /// <summary>Gets the namespaces that are watched, in order; empty for an informer that is not by namespaces.</summary>
    public IReadOnlyList<string> Namespaces => _isByNamespace ? [.. _branches.All.Keys.Order(StringComparer.Ordinal)] : [];

    private InformerState ProtocolState => _isByNamespace
        ? BranchStates.Join(_status.Current, [.. _branches.All.Values.Select(static branch => branch.Status.Current)])
        : _status.Current;

    /// <summary>Watches one more namespace. Its objects come into the store when they have been listed, and are told as an initial list.</summary>
    /// <param name="namespace">The namespace; it need not exist yet.</param>
    /// <returns><see langword="false"/> if it is watched already.</returns>
    /// <exception cref="InvalidOperationException">The informer is not by namespaces.</exception>
    public bool AddNamespace(string @namespace)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        RequireNamespaces();
        lock (_namespacesTurn)
        {
            if (_branches.All.ContainsKey(@namespace))
            {
                return false;
            }

            _feed.AddPart(@namespace);
            return _branches.Add(BranchOf(@namespace));
        }
    }

    /// <summary>Watches a namespace no more. Its objects go out of the store, and are told as deleted, with <see cref="ResourceChange{T}.IsFinalStateUnknown"/>.</summary>
    /// <param name="namespace">The namespace.</param>
    /// <returns>A task that completes when its watch has ended: with <see langword="false"/> if it was not watched.</returns>
    /// <exception cref="InvalidOperationException">The informer is not by namespaces.</exception>
    public async Task<bool> RemoveNamespaceAsync(string @namespace)
    {
        ArgumentException.ThrowIfNullOrEmpty(@namespace);
        RequireNamespaces();
        if (!await _branches.RemoveAsync(@namespace))
        {
            return false;
        }

        lock (_namespacesTurn)
        {
            // Somebody may have added it again meanwhile: then it has a watch of its own already, and its objects stay.
            if (!_branches.All.ContainsKey(@namespace))
            {
                _feed.RemovePart(@namespace);
            }
        }

        return true;
    }

    private static List<string> Checked(ListWatch<T> listWatch, IEnumerable<string> namespaces)
    {
        var list = namespaces.Distinct(StringComparer.Ordinal).ToList();
        return list.Exists(string.IsNullOrEmpty) ? throw new ArgumentException("A namespace without a name stands for all of them; make the informer without namespaces.", nameof(namespaces))
            : string.IsNullOrEmpty(listWatch.Options.Namespace) ? list
            : throw new ArgumentException($"The list and watch is of namespace '{listWatch.Options.Namespace}' alone. Leave that out.", nameof(listWatch));
    }

    private InformerBranch<T> BranchOf(string @namespace) => new(
        @namespace,
        _listWatch.In(@namespace),
        new(_feed, @namespace),
        _options,
        new($"{_status.Name} in namespace '{@namespace}'", _options.StreamingLists, _timeProvider),
        _logger);

    private void RequireNamespaces()
    {
        if (!_isByNamespace)
        {
            throw new InvalidOperationException($"The informer '{_status.Name}' watches what its list and watch says. Make it with namespaces if these are to change.");
        }
    }
}
