namespace KubeController.Testing.Schemas;

/// <summary>One field of a built-in kind, and how a strategic merge patch treats it.</summary>
internal sealed record BuiltInField
{
    /// <summary>What it holds.</summary>
    public required FieldShape Shape { get; init; }

    /// <summary>The key by which a list of objects is merged; empty where there is none.</summary>
    public string MergeKey { get; init; } = "";

    /// <summary>Whether a list is merged instead of replaced.</summary>
    public bool Merges { get; init; }

    /// <summary>Whether a map is replaced instead of merged.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether an empty list is shown as null instead of left out.</summary>
    public bool AlwaysShown { get; init; }

    /// <summary>Whether the empty text is left out.</summary>
    public bool OmitsEmpty { get; init; }

    /// <summary>The keys by which server-side apply tells the items of a list apart; empty where it does not.</summary>
    public IReadOnlyList<string> ListKeys { get; init; } = [];

    /// <summary>Whether server-side apply owns a list of scalars item by item.</summary>
    public bool IsSet { get; init; }

    /// <summary>Whether server-side apply owns a map or a list as a whole, where that does not follow from its type.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Whether server-side apply owns a map member by member, where its type says otherwise.</summary>
    public bool IsGranular { get; init; }

    /// <summary>The value of a key that an item leaves out; empty where there is none.</summary>
    public string Default { get; init; } = "";

    /// <summary>Reads the words behind the field's name in the table.</summary>
    public static BuiltInField Parse(ReadOnlySpan<string> words)
    {
        var field = new BuiltInField { Shape = FieldShape.Parse(words[0]) };
        foreach (var word in words[1..])
        {
            field = word switch
            {
                "merge" => field with { Merges = true, IsSet = true },
                "set" => field with { IsSet = true },
                "atomic" => field with { IsAtomic = true, ListKeys = [], IsSet = false },
                "granular" => field with { IsGranular = true },
                "replace" => field with { Replaces = true },
                "shown" => field with { AlwaysShown = true },
                "omitEmpty" => field with { OmitsEmpty = true },
                _ when word.StartsWith("merge=", StringComparison.Ordinal) => field with { Merges = true, MergeKey = word[6..], ListKeys = [word[6..]] },
                _ when word.StartsWith("keys=", StringComparison.Ordinal) => field with { ListKeys = word[5..].Split(',') },
                _ when word.StartsWith("default=", StringComparison.Ordinal) => field with { Default = word[8..] },
                // kubectl sends $retainKeys itself; the strategy of the field tells it to, and the server only obeys.
                "retainKeys" => field,
                _ => throw new FormatException($"The table of built-in types has the unknown word '{word}'."),
            };
        }

        return field;
    }
}
