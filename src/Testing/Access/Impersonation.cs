using KubeController.Testing.Http;

namespace KubeController.Testing.Access;

/// <summary>Whom a request wants to be taken for: the headers <c>Impersonate-User</c> and <c>Impersonate-Group</c>.</summary>
/// <param name="User">The name.</param>
/// <param name="Groups">The groups.</param>
internal sealed record Impersonation(string User, IReadOnlyList<string> Groups)
{
    /// <summary>The header of the name.</summary>
    public const string UserHeader = "Impersonate-User";

    /// <summary>The header of a group; there may be several.</summary>
    public const string GroupHeader = "Impersonate-Group";

    private const string ServiceAccount = "system:serviceaccount:";

    /// <summary>Reads the headers; null where there is no name.</summary>
    public static Impersonation? Of(string user, IEnumerable<string?> groups) => user.Length == 0 ? null : new(user, [.. groups.OfType<string>()]);

    /// <summary>The user that the request is taken to come from.</summary>
    /// <param name="asker">Who sent it.</param>
    /// <param name="authorizer">Says whether the asker may.</param>
    /// <exception cref="StatusException">403.</exception>
    public ApiUser Become(ApiUser asker, Authorizer authorizer)
    {
        var parts = User.StartsWith(ServiceAccount, StringComparison.Ordinal) ? User[ServiceAccount.Length..].Split(':') : [];
        authorizer.Check(asker, parts.Length == 2
            ? new AccessRequest { Verb = "impersonate", Resource = "serviceaccounts", Namespace = parts[0], Name = parts[1] }
            : new AccessRequest { Verb = "impersonate", Resource = "users", Name = User });
        foreach (var group in Groups)
        {
            authorizer.Check(asker, new AccessRequest { Verb = "impersonate", Resource = "groups", Name = group });
        }

        // Groups that were named are all there are; a service account without any has those of its kind.
        var groups = Groups.Count == 0 && parts.Length == 2 ? ["system:serviceaccounts", $"system:serviceaccounts:{parts[0]}"] : Groups;
        var known = User == ApiUser.Anonymous.Name ? "system:unauthenticated" : "system:authenticated";
        return new ApiUser(User, groups.Contains(known) ? groups : [.. groups, known]);
    }
}
