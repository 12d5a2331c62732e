using System.Net;
using k8s.Models;
using KubeController.Client.Tests.Scripts;

namespace KubeController.Client.Tests.Errors;

[CancelAfter(20_000)]
public sealed class ApiExceptionTests
{
    [TestCase(404, "NotFound", typeof(NotFoundException), false)]
    [TestCase(409, "AlreadyExists", typeof(AlreadyExistsException), false)]
    [TestCase(409, "Conflict", typeof(ConflictException), false)]
    [TestCase(403, "Forbidden", typeof(ForbiddenException), false)]
    [TestCase(401, "Unauthorized", typeof(UnauthorizedException), false)]
    [TestCase(422, "Invalid", typeof(InvalidException), false)]
    [TestCase(410, "Expired", typeof(ExpiredException), false)]
    [TestCase(410, "Gone", typeof(ExpiredException), false)]
    [TestCase(429, "TooManyRequests", typeof(TooManyRequestsException), true)]
    [TestCase(504, "Timeout", typeof(ServerTimeoutException), true)]
    [TestCase(500, "ServerTimeout", typeof(ServerTimeoutException), true)]
    [TestCase(500, "InternalError", typeof(ApiException), true)]
    [TestCase(501, "NotImplemented", typeof(ApiException), false)]
    [TestCase(400, "BadRequest", typeof(ApiException), false)]
    [TestCase(404, "", typeof(NotFoundException), false)]
    [TestCase(410, "", typeof(ExpiredException), false)]
    [TestCase(429, "", typeof(TooManyRequestsException), true)]
    public void FromStatus_CodeAndReason_GiveTheType(int code, string reason, Type type, bool isTransient)
    {
        var error = ApiException.FromStatus(new V1Status { Code = code, Reason = reason, Message = "m" });
        Assert.That(error, Is.TypeOf(type));
        Assert.That(error.IsTransient, Is.EqualTo(isTransient));
        Assert.That((int)error.StatusCode, Is.EqualTo(code));
    }

    [Test]
    public void FromStatus_Details_GiveCausesAndTheTimeToWait()
    {
        var error = ApiException.FromStatus(
            new V1Status
            {
                Code = 504,
                Reason = "Timeout",
                Message = "Timeout: Too large resource version: 9, current: 3",
                Details = new() { RetryAfterSeconds = 1, Causes = [new() { Reason = "ResourceVersionTooLarge", Message = "Too large resource version" }] },
            },
            "watch pods");
        Assert.That(error, Is.TypeOf<ServerTimeoutException>().With.Property(nameof(ServerTimeoutException.IsResourceVersionTooLarge)).True);
        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(error.Causes.Single().Reason, Is.EqualTo("ResourceVersionTooLarge"));
        Assert.That(error.Message, Is.EqualTo(
            "watch pods: 504 Timeout: Timeout: Too large resource version: 9, current: 3. " +
            "The server has not seen this version yet; ask without a resourceVersion."));
    }

    [Test]
    public void Forbidden_ByRbac_SaysWhatToGrant()
    {
        var error = ApiException.FromStatus(new() { Code = 403, Reason = "Forbidden", Message = "pods is forbidden: User \"u\" cannot list resource \"pods\"" });
        Assert.That(error.Message, Does.EndWith("Grant the verb on the resource to the account by a Role or a ClusterRole."));
    }

    [Test]
    public void Forbidden_NamespaceGoes_SaysSoByProperty()
    {
        var status = new V1Status { Code = 403, Reason = "Forbidden", Message = "no", Details = new() { Causes = [new() { Reason = "NamespaceTerminating" }] } };
        Assert.That(ApiException.FromStatus(status), Is.TypeOf<ForbiddenException>().With.Property(nameof(ForbiddenException.IsNamespaceTerminating)).True);
    }

    [Test]
    public void Response_TextOfAnUnknownPath_IsNotFoundWithAdvice() =>
        Assert.That(
            () => Get(HttpStatusCode.NotFound, "404 page not found\n", "text/plain"),
            Throws.TypeOf<NotFoundException>()
                .With.Message.EqualTo(
                    "get configmaps default/x: 404: 404 page not found. " +
                    "If the resource is a custom one, check that its CustomResourceDefinition is installed and serves this version.")
                .And.Property(nameof(NotFoundException.IsResourceTypeUnknown)).True);

    [Test]
    public void Response_HtmlOfAProxy_BecomesItsTitle() =>
        Assert.That(
            () => Get(HttpStatusCode.PaymentRequired, "<html>\n<head><title>402 Pay\n first</title></head><body>long</body></html>", "text/html"),
            Throws.TypeOf<ApiException>().With.Message.EqualTo("get configmaps default/x: 402: 402 Pay first."));

    [Test]
    public void Response_HtmlWithoutTitle_BecomesItsText() =>
        Assert.That(
            () => Get(HttpStatusCode.BadRequest, "<p>Bad <b>thing</b></p><script>var x = 1;</script>", "text/html"),
            Throws.TypeOf<ApiException>().With.Message.EqualTo("get configmaps default/x: 400: Bad thing."));

    [Test]
    public void Response_HugeBody_IsCutOff()
    {
        var body = new CountingStream(new byte[10_000_000]);
        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(body);
            response.StatusCode = HttpStatusCode.BadRequest;
            return Task.FromResult(response);
        });
        Assert.That(() => Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "x")), Throws.TypeOf<ApiException>());
        Assert.That(body.Taken, Is.LessThanOrEqualTo(64 * 1024));
    }

    [Test]
    public void Response_NoBody_HasThePhrase() =>
        Assert.That(() => Get(HttpStatusCode.BadRequest, "", "text/plain"), Throws.TypeOf<ApiException>().With.Message.Contains("400: Bad Request."));

    [Test]
    public void Response_BodyBreaksOff_StillHasTheCode()
    {
        var body = new ScriptedBody();
        var handler = new ScriptedHandler().Then(async (_, _) =>
        {
            await body.SendAsync("{\"kind\":");
            await body.BreakAsync(new IOException("reset by peer"));
            var response = ScriptedHandler.Answer(body.Stream);
            response.StatusCode = HttpStatusCode.Conflict;
            return response;
        });
        Assert.That(
            () => Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "x")),
            Throws.TypeOf<ConflictException>().With.Message.Contains("reset by peer"));
    }

    [Test]
    public void Response_BodyIsNoGzipAsItSays_StillHasTheCode()
    {
        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(HttpStatusCode.Conflict, "plain");
            response.Content.Headers.ContentEncoding.Add("gzip");
            return Task.FromResult(response);
        });
        Assert.That(() => Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "x")), Throws.TypeOf<ConflictException>());
    }

    [Test]
    public void Response_Redirect_SaysWhere()
    {
        var handler = new ScriptedHandler().Then((_, _) =>
        {
            var response = ScriptedHandler.Answer(HttpStatusCode.MovedPermanently, "");
            response.Headers.Location = new Uri("https://other.test/");
            return Task.FromResult(response);
        });
        Assert.That(
            () => Connect.Client(handler).GetAsync<V1ConfigMap>(new("default", "x")),
            Throws.TypeOf<ApiException>().With.Message.Contains("redirects to 'https://other.test/'"));
    }

    private static Task<V1ConfigMap> Get(HttpStatusCode code, string body, string type) =>
        Connect.Client(new ScriptedHandler().Then(code, body, type)).GetAsync<V1ConfigMap>(new("default", "x"));

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int Taken { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await base.ReadAsync(buffer, cancellationToken);
            Taken += count;
            return count;
        }
    }
}
