namespace KubeController.Testing.ManagedFields;

/// <summary>A set of paths in an object, as a tree. A path may belong to the set without those below it, and the other way round. Not changed once it is built.</summary>
internal sealed class FieldSet
{
    /// <summary>The set without a path.</summary>
    public static readonly FieldSet Empty = new();

    private readonly SortedDictionary<PathElement, FieldSet> _children = [];

    /// <summary>Whether the path that leads here belongs to the set.</summary>
    public bool IsMember { get; private set; }

    /// <summary>The next steps, in order.</summary>
    public IEnumerable<KeyValuePair<PathElement, FieldSet>> Children => _children;

    /// <summary>Whether no path belongs to the set.</summary>
    public bool IsEmpty => !IsMember && _children.Count == 0;

    /// <summary>Whether paths below this one belong to the set.</summary>
    public bool HasChildren => _children.Count > 0;

    /// <summary>A set of one path.</summary>
    public static FieldSet Of(params IEnumerable<PathElement> path)
    {
        var set = new FieldSet();
        set.Add(path);
        return set;
    }

    /// <summary>Makes a node of a tree.</summary>
    /// <param name="isMember">Whether the path that leads here belongs to the set.</param>
    /// <param name="children">The next steps; empty ones are left out.</param>
    public static FieldSet Node(bool isMember, IEnumerable<KeyValuePair<PathElement, FieldSet>> children)
    {
        var node = new FieldSet { IsMember = isMember };
        foreach (var (step, child) in children)
        {
            if (!child.IsEmpty)
            {
                node._children.Add(step, child);
            }
        }

        return node;
    }

    /// <summary>Adds a path; only while the set is being built.</summary>
    public void Add(IEnumerable<PathElement> path)
    {
        var node = this;
        foreach (var step in path)
        {
            if (!node._children.TryGetValue(step, out var next))
            {
                next = new FieldSet();
                node._children.Add(step, next);
            }

            node = next;
        }

        node.IsMember = true;
    }

    /// <summary>What the set holds below a step; the empty set where it holds nothing.</summary>
    public FieldSet Below(PathElement step) => _children.GetValueOrDefault(step) ?? Empty;

    /// <summary>Whether the path belongs to the set.</summary>
    public bool Contains(IEnumerable<PathElement> path) => path.Aggregate(this, (node, step) => node.Below(step)).IsMember;

    /// <summary>The paths of either set.</summary>
    public FieldSet Union(FieldSet other) => Combine(this, other, static (one, two) => one || two);

    /// <summary>The paths of both sets.</summary>
    public FieldSet Intersect(FieldSet other) => Combine(this, other, static (one, two) => one && two);

    /// <summary>The paths of this set that are not in the other; what lies below them stays.</summary>
    public FieldSet Except(FieldSet other) => Combine(this, other, static (one, two) => one && !two);

    /// <summary>The paths of this set that are neither in the other nor below one of its paths.</summary>
    public FieldSet ExceptBelow(FieldSet other) => other.IsEmpty
        ? this
        : Node(IsMember && !other.IsMember, other.IsMember ? [] : _children.Select(child => KeyValuePair.Create(child.Key, child.Value.ExceptBelow(other.Below(child.Key)))));

    /// <summary>Every path, each node before what lies below it and all members of a node before their own descendants.</summary>
    public IEnumerable<IReadOnlyList<PathElement>> Paths() => Paths([]);

    private static FieldSet Combine(FieldSet one, FieldSet two, Func<bool, bool, bool> rule)
    {
        var steps = one._children.Keys.Concat(two._children.Keys.Where(step => !one._children.ContainsKey(step)));
        return Node(rule(one.IsMember, two.IsMember), steps.Select(step => KeyValuePair.Create(step, Combine(one.Below(step), two.Below(step), rule))));
    }

    private IEnumerable<IReadOnlyList<PathElement>> Paths(IReadOnlyList<PathElement> prefix)
    {
        foreach (var (step, child) in _children)
        {
            if (child.IsMember)
            {
                yield return [.. prefix, step];
            }
        }

        foreach (var (step, child) in _children)
        {
            foreach (var path in child.Paths([.. prefix, step]))
            {
                yield return path;
            }
        }
    }
}
