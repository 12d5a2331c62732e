using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Http;

/// <summary>The errors of the server, in its words.</summary>
internal static class ApiErrors
{
    /// <summary>404: the object is not there.</summary>
    public static StatusException NotFound(ResourceDefinition definition, string name) =>
        new(404, "NotFound", $"{definition.GroupResource} \"{name}\" not found", Details(definition, name));

    /// <summary>404: the namespace is not there.</summary>
    public static StatusException NamespaceNotFound(string name) =>
        new(404, "NotFound", $"namespaces \"{name}\" not found", new JsonObject { ["name"] = name, ["kind"] = "namespaces" });

    /// <summary>404: a built-in group knows no such resource.</summary>
    public static StatusException NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    /// <summary>409: the name is taken.</summary>
    public static StatusException AlreadyExists(ResourceDefinition definition, string name, bool isBeingDeleted) =>
        new(409, "AlreadyExists", $"{(isBeingDeleted ? "object is being deleted: " : "")}{definition.GroupResource} \"{name}\" already exists", Details(definition, name));

    /// <summary>409: every generated name was taken.</summary>
    public static StatusException NoUniqueName(ResourceDefinition definition, string name) =>
        new(409, "AlreadyExists", $"{definition.GroupResource} \"{name}\" already exists, the server was not able to generate a unique name for the object", Details(definition, name))
        {
            RetryAfterSeconds = 1,
        };

    /// <summary>409: the object has another resourceVersion than the request.</summary>
    public static StatusException Modified(ResourceDefinition definition, string name) =>
        Conflict(definition, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>409 with a text of its own.</summary>
    public static StatusException Conflict(ResourceDefinition definition, string name, string text) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {definition.GroupResource} \"{name}\": {text}", Details(definition, name));

    /// <summary>409: a precondition of a delete fails; here the Kind stands where the plural usually does.</summary>
    public static StatusException PreconditionFailed(ResourceDefinition definition, string name, string text)
    {
        var details = Details(definition, name);
        details["kind"] = definition.Kind;
        return new(409, "Conflict", $"Operation cannot be fulfilled on {definition.GroupKind} \"{name}\": {text}", details);
    }

    /// <summary>400.</summary>
    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>405 as built-in kinds say it.</summary>
    public static StatusException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    /// <summary>405 as custom kinds say it.</summary>
    public static StatusException VerbNotSupported(string verb, ResourceDefinition definition) =>
        new(405, "MethodNotAllowed", $"{verb} is not supported on resources of kind \"{definition.GroupResource}\"", new JsonObject { ["group"] = definition.Group, ["kind"] = definition.Plural });

    /// <summary>500 without a reason: an error that the server passes on as it is.</summary>
    public static StatusException Plain(string message) => new(500, null, message);

    /// <summary>501: a part of the real server that this one does not have. Said loudly, never ignored.</summary>
    public static StatusException NotImplemented(string what) =>
        new(501, "NotImplemented", $"{what} is not implemented by the embedded API server (KubeController.Testing)", []);

    /// <summary>422 about the content of an object: the Kind is named.</summary>
    public static StatusException Invalid(ResourceDefinition definition, string name, IReadOnlyList<FieldError> errors)
    {
        var details = Details(definition, name);
        details["kind"] = definition.Kind;
        if (definition.Kind.Length == 0)
        {
            details.Remove("kind");
        }

        return Invalid(definition.GroupKind, name, details, errors);
    }

    /// <summary>422 from the storage: the plural is named.</summary>
    public static StatusException InvalidResource(ResourceDefinition definition, string name, FieldError error) =>
        Invalid(definition.GroupResource, name, Details(definition, name), [error]);

    /// <summary>422 about options of a request, such as <c>ListOptions.meta.k8s.io</c>.</summary>
    public static StatusException InvalidOptions(string kind, params IReadOnlyList<FieldError> errors) =>
        Invalid($"{kind}.meta.k8s.io", "", new JsonObject { ["group"] = "meta.k8s.io", ["kind"] = kind }, errors);

    private static StatusException Invalid(string kind, string name, JsonObject details, IReadOnlyList<FieldError> errors)
    {
        var causes = new JsonArray();
        foreach (var error in errors)
        {
            causes.Add(new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Field });
        }

        details["causes"] = causes;
        var texts = errors.Select(error => $"{error.Field}: {error.Message}").Distinct().ToArray();
        var text = texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{kind} \"{name}\" is invalid: {text}", details);
    }

    private static JsonObject Details(ResourceDefinition definition, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (definition.Group.Length > 0)
        {
            details["group"] = definition.Group;
        }

        details["kind"] = definition.Plural;
        return details;
    }
}
