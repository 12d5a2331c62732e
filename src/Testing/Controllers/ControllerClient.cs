using System.Text;
using System.Text.Json.Nodes;
using KubeController.Testing.Http;

namespace KubeController.Testing.Controllers;

/// <summary>The way in for a controller that lives in the server: requests to the core under a user and a User-Agent of its own. Thread-safe.</summary>
/// <param name="core">The core.</param>
/// <param name="name">The controller's name, such as <c>pod-runner</c>.</param>
internal sealed class ControllerClient(ApiCore core, string name)
{
    /// <summary>What the User-Agent of every controller of the server begins with.</summary>
    public const string UserAgentPrefix = "kubecontroller-testing/";

    private readonly ApiUser _user = ApiUser.Controller(name);
    private readonly string _userAgent = UserAgentPrefix + name;

    /// <summary>Sends a request.</summary>
    /// <returns>The code, and the body where it is an object; code 0 where an injected fault cut the connection.</returns>
    public async Task<ControllerAnswer> SendAsync(string method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Create(method, path) with
        {
            User = _user,
            UserAgent = _userAgent,
            Accept = "application/json",
            ContentType = method == "PATCH" ? "application/merge-patch+json" : "application/json",
            Body = body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()),
        };
        try
        {
            var response = await core.HandleAsync(request, cancellationToken);
            return new ControllerAnswer(response.Code, response.Body);
        }
        catch (ConnectionCutException)
        {
            return new ControllerAnswer(0, default);
        }
    }
}
