using System.Text.Json.Nodes;
using KubeController.Testing.Access;
using KubeController.Testing.Http;

namespace KubeController.Testing.Resources;

/// <summary>Leads a request for a resource to its handler, or says why there is none.</summary>
internal sealed class ResourceDispatcher
{
    private readonly Cluster _cluster;
    private readonly ObjectDecoder _decoder;
    private readonly ListHandler _lists;
    private readonly WatchHandler _watches;
    private readonly CreateHandler _creates;
    private readonly UpdateHandler _updates;
    private readonly PatchHandler _patches;
    private readonly DeleteHandler _deletes;
    private readonly SubresourceDispatcher _subresources;
    private readonly ReviewHandler _reviews;

    /// <summary>Joins the handlers.</summary>
    public ResourceDispatcher(Cluster cluster, ServiceAccountTokens tokens, Authorizer authorizer, EscalationCheck escalation)
    {
        var gate = new NamespaceGate(cluster);
        var custom = new CustomResources(cluster);
        _cluster = cluster;
        _decoder = new ObjectDecoder(cluster);
        _lists = new ListHandler(cluster);
        _watches = new WatchHandler(cluster);
        _creates = new CreateHandler(cluster, _decoder, gate, custom, escalation);
        _updates = new UpdateHandler(cluster, _decoder, _creates, custom, escalation);
        _patches = new PatchHandler(_updates, _creates, new ApplyHandler(cluster, _updates, _creates));
        _deletes = new DeleteHandler(cluster, custom);
        _subresources = new SubresourceDispatcher(cluster, _decoder, _updates, _patches, _deletes, new TokenHandler(cluster, gate));
        _reviews = new ReviewHandler(tokens, authorizer);
    }

    /// <summary>Answers a request.</summary>
    /// <exception cref="StatusException">The request is refused.</exception>
    public async Task<ApiResponse> HandleAsync(ApiRequest request, RequestTarget target, string verb, ApiUser user, CancellationToken cancellationToken)
    {
        if (!_cluster.Registry.TryFind(target.Group, target.Version, target.Resource, out var definition))
        {
            return _cluster.Registry.IsBuiltIn(target.Group, target.Version) ? throw ApiErrors.NoSuchResource() : ApiResponses.PageNotFound();
        }

        if (!IsInScope(definition, target, verb))
        {
            return definition.IsCustom ? ApiResponses.PageNotFound() : throw OutOfScope(verb);
        }

        var call = new ApiCall
        {
            Request = request,
            Target = target,
            Definition = definition,
            Verb = verb,
            User = user,
            Format = ResponseFormat.Negotiate(request.Accept, verb == "watch"),
        };
        if (definition.DeprecationWarning is { } deprecation)
        {
            call.Warnings.Add(deprecation);
        }

        try
        {
            return await AnswerAsync(call, cancellationToken);
        }
        catch (StatusException error) when (call.Warnings.Count > 0)
        {
            return ApiResponses.Error(error, call.Warnings, ResponseFormat.ForErrors(request.Accept));
        }
    }

    /// <summary>Stores an object when the server starts.</summary>
    /// <param name="resource">The plural of a built-in kind of the core group.</param>
    /// <param name="obj">The object.</param>
    public void Seed(string resource, JsonObject obj)
    {
        var target = new RequestTarget { Group = "", Version = "v1", Resource = resource };
        _cluster.Registry.TryFind("", "v1", resource, out var definition);
        obj["kind"] = definition!.Kind;
        obj["apiVersion"] = definition.ApiVersion;
        _creates.Create(new ApiCall { Request = ApiRequest.Create("POST", "/") with { UserAgent = "kube-apiserver" }, Target = target, Definition = definition, Verb = "create", User = ApiUser.Admin, Format = ResponseFormat.Json }, obj);
    }

    private static bool IsInScope(ResourceDefinition definition, RequestTarget target, string verb)
    {
        var hasNamespace = target.Namespace.Length > 0;
        return definition.Namespaced
            ? hasNamespace || (target.Name.Length == 0 && verb is ("list" or "watch")) || target.IsWatchPath
            : !hasNamespace;
    }

    private static StatusException OutOfScope(string verb) => verb is "create" or "deletecollection" ? ApiErrors.MethodNotAllowed() : ApiErrors.NoSuchResource();

    private Task<ApiResponse> AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (call.Target.Subresource.Length > 0)
        {
            return Task.FromResult(_subresources.Handle(call));
        }

        if (!call.Definition.Offers(call.Verb))
        {
            throw call.Definition.IsCustom ? ApiErrors.VerbNotSupported(call.Verb, call.Definition) : ApiErrors.MethodNotAllowed();
        }

        return call.Verb switch
        {
            "get" => GetAsync(call, cancellationToken),
            "list" => _lists.HandleAsync(call, cancellationToken),
            "watch" => _watches.HandleAsync(call, cancellationToken),
            _ => Task.FromResult(Write(call)),
        };
    }

    private ApiResponse Write(ApiCall call)
    {
        CheckPath(call);
        return call.Verb switch
        {
            "create" when ReviewHandler.Answers(call.Definition) => _reviews.Handle(call, _decoder.Decode(call, "")),
            "create" => _creates.Handle(call),
            "update" => _updates.Handle(call),
            "patch" => _patches.Handle(call),
            "delete" => _deletes.Handle(call),
            _ => _deletes.HandleCollection(call),
        };
    }

    // A method that does not go with the path: built-in kinds say so, custom ones miss a name or create all the same.
    private static void CheckPath(ApiCall call)
    {
        var hasName = call.Target.Name.Length > 0;
        if (call.Definition.IsCustom)
        {
            if (!hasName && call.Verb is ("update" or "patch"))
            {
                throw ApiErrors.BadRequest("name must be provided");
            }

            return;
        }

        if (hasName ? call.Verb == "create" : call.Verb is ("update" or "patch"))
        {
            throw ApiErrors.MethodNotAllowed();
        }
    }

    private async Task<ApiResponse> GetAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var text = call.Request.Query["resourceVersion"];
        if (!string.IsNullOrEmpty(text))
        {
            await _cluster.WaitForRevisionAsync(ListOptions.ParseRevision(text, isPlain: true), cancellationToken);
        }

        var stored = _cluster.Store.Find(call.Definition.Table, call.Target.Namespace, call.Target.Name) ?? throw ApiErrors.NotFound(call.Definition, call.Target.Name);
        return ApiResponses.Stored(call, 200, stored, _cluster.Time.GetUtcNow());
    }
}
