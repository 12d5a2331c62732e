namespace KubeController.Testing.ManagedFields;

/// <summary>What tells the entries of <c>managedFields</c> apart. A manager that updates has one entry for each version, one that applies has one at all.</summary>
/// <param name="Name">The manager's name.</param>
/// <param name="IsApply">Whether it applies; otherwise it updates.</param>
/// <param name="ApiVersion">The version of the update; empty for those that apply.</param>
/// <param name="Subresource">The subresource; empty for the object itself.</param>
internal sealed record ManagerId(string Name, bool IsApply, string ApiVersion, string Subresource)
{
    /// <summary>The name of the operation.</summary>
    public string Operation => IsApply ? "Apply" : "Update";

    /// <summary>One that applies.</summary>
    public static ManagerId Applier(string name, string subresource) => new(name, true, "", subresource);

    /// <summary>One that updates.</summary>
    public static ManagerId Updater(string name, string apiVersion, string subresource) => new(name, false, apiVersion, subresource);

    /// <summary>The text by which the server orders managers where nothing else does.</summary>
    public string SortKey => $"{Name}\0{Operation}\0{ApiVersion}\0{Subresource}";

    /// <summary>The manager in the words of a conflict.</summary>
    public override string ToString()
    {
        var text = $"{Validation.GoValue.Quote(Name)}{(Subresource.Length > 0 ? $" with subresource {Validation.GoValue.Quote(Subresource)}" : "")}";
        return IsApply ? text : $"{text} using {ApiVersion}";
    }
}
