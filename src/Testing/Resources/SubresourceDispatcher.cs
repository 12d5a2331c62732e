using KubeController.Testing.Http;

namespace KubeController.Testing.Resources;

/// <summary>Leads a request for a subresource to its handler. Those that exist in a real server and not here are refused with 501.</summary>
internal sealed class SubresourceDispatcher(
    Cluster cluster, ObjectDecoder decoder, UpdateHandler updater, PatchHandler patcher, DeleteHandler deleter, TokenHandler tokens)
{
    private readonly ScaleHandler _scales = new(cluster, decoder, updater);
    private readonly PodSubresources _pods = new(cluster, decoder, updater, deleter);

    /// <summary>Answers a request.</summary>
    /// <exception cref="StatusException">The request is refused.</exception>
    public ApiResponse Handle(ApiCall call)
    {
        var subresource = call.Target.Subresource;
        if (subresource == "status" && call.Definition.HasStatus)
        {
            return Status(call);
        }

        if (subresource == "finalize" && call.Definition.Table == "namespaces")
        {
            return call.Verb == "update" ? updater.Handle(call) : throw ApiErrors.MethodNotAllowed();
        }

        if (subresource == "token" && call.Definition.Table == "serviceaccounts")
        {
            return call.Verb == "create" ? Token(call) : throw ApiErrors.MethodNotAllowed();
        }

        if (subresource == "scale" && call.Definition.HasSubresource("scale"))
        {
            return _scales.Handle(call);
        }

        return call.Definition.Table == "pods" ? _pods.Handle(call) : throw Unknown(call);
    }

    private ApiResponse Status(ApiCall call) => call.Verb switch
    {
        "get" => ApiResponses.Stored(call, 200, cluster.Store.Find(call.Definition.Table, call.Target.Namespace, call.Target.Name) ?? throw ApiErrors.NotFound(call.Definition, call.Target.Name), cluster.Time.GetUtcNow()),
        "update" => updater.Handle(call),
        "patch" => patcher.Handle(call),
        _ => throw (call.Definition.IsCustom ? ApiErrors.VerbNotSupported(call.Verb, call.Definition) : ApiErrors.MethodNotAllowed()),
    };

    private ApiResponse Token(ApiCall call)
    {
        call.ReadWriteOptions("CreateOptions");
        var request = decoder.Decode(call.With(TokenHandler.Definition), "");
        return tokens.Handle(call, request);
    }

    private static StatusException Unknown(ApiCall call)
    {
        if (call.Definition.HasSubresource(call.Target.Subresource))
        {
            return ApiErrors.NotImplemented($"the subresource {call.Definition.Plural}/{call.Target.Subresource}");
        }

        return call.Definition.IsCustom ? ApiErrors.NotFound(call.Definition, call.Target.Name) : ApiErrors.NoSuchResource();
    }
}
