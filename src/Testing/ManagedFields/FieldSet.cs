namespace KubeController.Testing.ManagedFields;

/// <summary>A set of paths in an object, as a tree. A path may belong to the set without those below it, and the other way round. Not changed once it is built.</summary>
internal sealed class FieldSet
{
    /// <summary>The set without a path.</summary>
    public static readonly FieldSet Empty = new();

    // In order, each step once, in as much of the array as is counted: nodes are many and small, most of them without a child.
    private KeyValuePair<PathElement, FieldSet>[] _children = [];
    private int _count;

    /// <summary>Whether the path that leads here belongs to the set.</summary>
    public bool IsMember { get; private set; }

    /// <summary>The next steps, in order.</summary>
    public IEnumerable<KeyValuePair<PathElement, FieldSet>> Children => new ArraySegment<KeyValuePair<PathElement, FieldSet>>(_children, 0, _count);

    /// <summary>Whether no path belongs to the set.</summary>
    public bool IsEmpty => !IsMember && _count == 0;

    /// <summary>Whether paths below this one belong to the set.</summary>
    public bool HasChildren => _count > 0;

    /// <summary>A set of one path.</summary>
    public static FieldSet Of(params IEnumerable<PathElement> path)
    {
        var set = new FieldSet();
        set.Add(path);
        return set;
    }

    /// <summary>Makes a node of a tree.</summary>
    /// <param name="isMember">Whether the path that leads here belongs to the set.</param>
    /// <param name="children">The next steps, each once; empty ones are left out.</param>
    /// <exception cref="ArgumentException">A step occurs twice.</exception>
    public static FieldSet Node(bool isMember, IEnumerable<KeyValuePair<PathElement, FieldSet>> children)
    {
        var node = new FieldSet { IsMember = isMember };
        foreach (var (step, child) in children)
        {
            if (child.IsEmpty)
            {
                continue;
            }

            if (node.TryFind(step, out var place))
            {
                throw new ArgumentException($"The step '{step.Wire}' occurs twice.", nameof(children));
            }

            node.Insert(place, step, child);
        }

        return node;
    }

    /// <summary>Adds a path; only while the set is being built.</summary>
    public void Add(IEnumerable<PathElement> path)
    {
        var node = this;
        foreach (var step in path)
        {
            if (!node.TryFind(step, out var place))
            {
                node.Insert(place, step, new FieldSet());
            }

            node = node._children[place].Value;
        }

        node.IsMember = true;
    }

    /// <summary>What the set holds below a step; the empty set where it holds nothing.</summary>
    public FieldSet Below(PathElement step) => TryFind(step, out var place) ? _children[place].Value : Empty;

    /// <summary>Whether the path belongs to the set.</summary>
    public bool Contains(IEnumerable<PathElement> path) => path.Aggregate(this, (node, step) => node.Below(step)).IsMember;

    /// <summary>The paths of either set.</summary>
    public FieldSet Union(FieldSet other) => other.IsEmpty ? this : IsEmpty ? other : Combine(this, other, static (one, two) => one || two);

    /// <summary>The paths of both sets.</summary>
    public FieldSet Intersect(FieldSet other) => IsEmpty || other.IsEmpty ? Empty : Combine(this, other, static (one, two) => one && two);

    /// <summary>The paths of this set that are not in the other; what lies below them stays.</summary>
    public FieldSet Except(FieldSet other) => IsEmpty || other.IsEmpty ? this : Combine(this, other, static (one, two) => one && !two);

    /// <summary>The paths of this set that are neither in the other nor below one of its paths.</summary>
    public FieldSet ExceptBelow(FieldSet other) => other.IsEmpty
        ? this
        : Node(IsMember && !other.IsMember, other.IsMember ? [] : Children.Select(child => KeyValuePair.Create(child.Key, child.Value.ExceptBelow(other.Below(child.Key)))));

    /// <summary>Every path, each node before what lies below it and all members of a node before their own descendants.</summary>
    public IEnumerable<IReadOnlyList<PathElement>> Paths() => Paths([]);

    // Where only one set goes on, the rule keeps what it has or drops it; nothing has to be looked at, and a set may be part of another.
    private static FieldSet Combine(FieldSet one, FieldSet two, Func<bool, bool, bool> rule)
    {
        var (keepsOne, keepsTwo) = (rule(true, false), rule(false, true));
        var node = new FieldSet { IsMember = rule(one.IsMember, two.IsMember) };
        int i = 0, j = 0;
        while (i < one._count || j < two._count)
        {
            var order = i == one._count ? 1 : j == two._count ? -1 : one._children[i].Key.CompareTo(two._children[j].Key);
            var (step, child) = order switch
            {
                < 0 => (one._children[i].Key, keepsOne ? one._children[i].Value : Empty),
                > 0 => (two._children[j].Key, keepsTwo ? two._children[j].Value : Empty),
                _ => (one._children[i].Key, Combine(one._children[i].Value, two._children[j].Value, rule)),
            };
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            if (!child.IsEmpty)
            {
                node.Insert(node._count, step, child);
            }
        }

        return node;
    }

    // Where the step is; where it is not, where it belongs. Steps mostly come in order: the end is looked at first.
    private bool TryFind(PathElement step, out int place)
    {
        int low = 0, high = _count;
        if (high > 0 && step.CompareTo(_children[high - 1].Key) > 0)
        {
            low = high;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = step.CompareTo(_children[middle].Key);
            if (order == 0)
            {
                place = middle;
                return true;
            }

            (low, high) = order < 0 ? (low, middle) : (middle + 1, high);
        }

        place = low;
        return false;
    }

    private void Insert(int place, PathElement step, FieldSet child)
    {
        if (_count == _children.Length)
        {
            Array.Resize(ref _children, Math.Max(4, 2 * _count));
        }

        Array.Copy(_children, place, _children, place + 1, _count - place);
        _children[place] = KeyValuePair.Create(step, child);
        _count++;
    }

    private IEnumerable<IReadOnlyList<PathElement>> Paths(IReadOnlyList<PathElement> prefix)
    {
        foreach (var (step, child) in Children)
        {
            if (child.IsMember)
            {
                yield return [.. prefix, step];
            }
        }

        foreach (var (step, child) in Children)
        {
            foreach (var path in child.Paths([.. prefix, step]))
            {
                yield return path;
            }
        }
    }
}
