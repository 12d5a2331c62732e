namespace KubeController.Testing.Http;

/// <summary>Who asks.</summary>
/// <param name="Name">The user's name, such as <c>system:serviceaccount:default:builder</c>.</param>
/// <param name="Groups">The user's groups.</param>
internal sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The owner of the server's token.</summary>
    public static readonly ApiUser Admin = new("kubernetes-admin", ["system:masters", "system:authenticated"]);

    /// <summary>Who asks without credentials.</summary>
    public static readonly ApiUser Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>A controller that lives in the server.</summary>
    /// <param name="name">The controller's name, such as <c>garbage-collector</c>.</param>
    public static ApiUser Controller(string name) => new($"system:controller:{name}", ["system:masters", "system:authenticated"]);
}
