using System.Text.Json.Nodes;

namespace KubeController.Testing.Validation;

/// <summary>What the server fills in and checks for the objects of one built-in kind.</summary>
internal sealed record KindRule
{
    /// <summary>Fills in what was left out, in place. It runs on every write and changes nothing the second time.</summary>
    public Action<JsonObject>? Default { get; init; }

    /// <summary>The faults of an object by itself.</summary>
    public Func<JsonObject, IEnumerable<FieldError>>? Check { get; init; }

    /// <summary>The faults of a new object only.</summary>
    public Func<JsonObject, IEnumerable<FieldError>>? CheckCreate { get; init; }

    /// <summary>The faults of a change: the object as it shall be, and as it was.</summary>
    public Func<JsonObject, JsonObject, IEnumerable<FieldError>>? CheckUpdate { get; init; }
}
