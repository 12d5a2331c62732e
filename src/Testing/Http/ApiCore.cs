using System.Text.Json.Nodes;
using KubeController.Testing.Access;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Http;

/// <summary>The server without a transport: a request in, an answer or a stream of frames out. Thread-safe.</summary>
internal sealed class ApiCore : IDisposable
{
    private readonly Authenticator _authenticator;
    private readonly Authorizer _authorizer;
    private readonly FaultInjector _faults;
    private readonly ResourceDispatcher _resources;
    private readonly DocumentDispatcher _documents;

    /// <summary>Makes a server with the namespaces that every cluster has.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="adminToken">The token of the administrator.</param>
    public ApiCore(ApiServerOptions options, string adminToken)
    {
        Cluster = new Cluster(options, BuiltInKinds.All);
        Requests = new RequestLog(options.RequestHistorySize);
        var tokens = new ServiceAccountTokens(Cluster);
        var roles = new RoleRules(Cluster);
        _authorizer = new Authorizer(Cluster, roles, options.Rbac);
        _authenticator = new Authenticator(adminToken, tokens, _authorizer);
        _faults = new FaultInjector(options.Faults, options.TimeProvider);
        _resources = new ResourceDispatcher(Cluster, tokens, _authorizer, new EscalationCheck(_authorizer, roles));
        _documents = new DocumentDispatcher(Cluster);
        foreach (var name in (string[])["default", "kube-node-lease", "kube-public", "kube-system"])
        {
            _resources.Seed("namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }
    }

    /// <summary>The objects, the kinds, time and chance.</summary>
    public Cluster Cluster { get; }

    /// <summary>The requests that were answered.</summary>
    public RequestLog Requests { get; }

    /// <summary>Answers one request. Errors are answers; only a cut connection (<see cref="ConnectionCutException"/>) and the token's cancellation throw.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait where the server waits, as for a future resourceVersion.</param>
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var started = Cluster.Time.GetTimestamp();
        var target = RequestTarget.Parse(request.Path);
        var verb = target?.VerbOf(request.Method, request.Query) ?? request.Method.ToLowerInvariant();
        var user = ApiUser.Anonymous;
        ApiResponse? response = null;
        try
        {
            user = _authenticator.Authenticate(request);
            _authorizer.Check(user, AccessRequest.Of(request, target, verb));
            var cut = await _faults.BeforeAsync(Describe(request, target, verb), cancellationToken);
            response = await AnswerAsync(request, target, verb, user, cancellationToken);
            if (cut == FaultCut.AfterCommit)
            {
                response = null;
                throw new ConnectionCutException();
            }

            return response;
        }
        catch (StatusException error)
        {
            return response = ApiResponses.Error(error, [], ResponseFormat.ForErrors(request.Accept));
        }
        catch (Exception unexpected) when (unexpected is not (OperationCanceledException or ConnectionCutException))
        {
            return response = ApiResponses.Error(new StatusException(500, "InternalError", $"Internal error occurred: {unexpected}"), [], ResponseFormat.ForErrors(request.Accept));
        }
        finally
        {
            Requests.Add(Record(request, target, verb, user, response?.Code ?? 0, Cluster.Time.GetElapsedTime(started)));
        }
    }

    /// <summary>Ends every stream.</summary>
    public void Dispose() => Cluster.Dispose();

    private Task<ApiResponse> AnswerAsync(ApiRequest request, RequestTarget? target, string verb, ApiUser user, CancellationToken cancellationToken) =>
        target is null
            ? Task.FromResult(_documents.Handle(request))
            : _resources.HandleAsync(request, target, verb, user, cancellationToken);

    private static ApiRequestInfo Describe(ApiRequest request, RequestTarget? target, string verb) => new()
    {
        Verb = verb,
        Group = target?.Group ?? "",
        Resource = target?.Resource ?? "",
        Subresource = target?.Subresource ?? "",
        Namespace = target?.Namespace ?? "",
        Name = target?.Name ?? "",
        Path = request.Path,
        UserAgent = request.UserAgent,
    };

    private static RequestRecord Record(ApiRequest request, RequestTarget? target, string verb, ApiUser user, int code, TimeSpan duration) => new()
    {
        Verb = verb,
        Group = target?.Group ?? "",
        Resource = target?.Resource ?? "",
        Subresource = target?.Subresource ?? "",
        Namespace = target?.Namespace ?? "",
        Name = target?.Name ?? "",
        Path = request.Path,
        Code = code,
        UserAgent = request.UserAgent,
        User = user.Name,
        Duration = duration,
    };
}
