using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeController.Testing.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeController.Testing.Http;

/// <summary>The door with a port: Kestrel on 127.0.0.1, silent; HTTP/1.1, and with a certificate HTTP/2 as well.</summary>
internal sealed class HttpDoor : IAsyncDisposable
{
    private const int MaxStreams = 1000;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly ApiCore _core;
    private readonly WebApplication _application;

    private HttpDoor(ApiCore core, int port, X509Certificate2? certificate)
    {
        _core = core;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options => Configure(options, port, certificate));
        _application = builder.Build();
        _application.Run(ProcessAsync);
    }

    /// <summary>The address that clients use.</summary>
    public Uri Url => new(_application.Urls.First());

    /// <summary>Opens the door.</summary>
    /// <param name="core">What is behind it.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="certificate">The certificate for TLS; null for plain HTTP.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<HttpDoor> OpenAsync(ApiCore core, int port, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var door = new HttpDoor(core, port, certificate);
        try
        {
            await door._application.StartAsync(cancellationToken);
            return door;
        }
        catch
        {
            await door._application.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes the door: what still runs is cut after a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions options, int port, X509Certificate2? certificate)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 2 * Resources.BodyReader.Limit;
        options.Limits.MinResponseDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });
    }

    private async Task ProcessAsync(HttpContext context)
    {
        var gone = context.RequestAborted;
        try
        {
            if (await ReadAsync(context.Request, gone) is not { } request)
            {
                context.Response.StatusCode = 413;
                return;
            }

            var response = await _core.HandleAsync(request, gone);
            await WriteAsync(context, response, gone);
        }
        catch (ConnectionCutException)
        {
            context.Abort();
        }
        catch (Exception left) when (left is OperationCanceledException or IOException && gone.IsCancellationRequested)
        {
            // The client went away; nobody is left to tell.
        }
    }

    private static async Task<ApiRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        byte[] body = [];
        if (request.ContentLength is null or > 0)
        {
            using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Resources.BodyReader.Limit));
            try
            {
                await request.Body.CopyToAsync(buffer, cancellationToken);
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException tooLarge) when (tooLarge.StatusCode == 413)
            {
                return null;
            }

            body = buffer.ToArray();
        }

        return new ApiRequest
        {
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = QueryParameters.Parse(request.QueryString.Value ?? ""),
            Accept = request.Headers.Accept.ToString(),
            ContentType = request.ContentType ?? "",
            UserAgent = request.Headers.UserAgent.ToString(),
            Authorization = request.Headers.Authorization.ToString(),
            IfNoneMatch = request.Headers.IfNoneMatch.ToString(),
            Impersonation = Impersonation.Of(request.Headers[Impersonation.UserHeader].ToString(), request.Headers[Impersonation.GroupHeader]),
            Body = body,
        };
    }

    private static async Task WriteAsync(HttpContext context, ApiResponse response, CancellationToken cancellationToken)
    {
        var answer = context.Response;
        answer.StatusCode = response.Code;
        foreach (var (name, value) in response.Headers)
        {
            answer.Headers.Append(name, value);
        }

        answer.Headers.CacheControl = "no-cache, private";
        if (response.ContentType.Length > 0)
        {
            answer.ContentType = response.ContentType;
        }

        if (response.Frames is null)
        {
            await WriteBodyAsync(context, response.Body, cancellationToken);
            return;
        }

        await answer.Body.FlushAsync(cancellationToken);
        await foreach (var batch in response.Frames.WithCancellation(cancellationToken))
        {
            foreach (var frame in batch)
            {
                await answer.Body.WriteAsync(frame, cancellationToken);
            }

            await answer.Body.FlushAsync(cancellationToken);
        }
    }

    private static async Task WriteBodyAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode == 304)
        {
            return;
        }

        if (ResponseCompression.IsWanted(context.Request.Headers.AcceptEncoding.ToString(), body.Length))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Append("Vary", "Accept-Encoding");
            body = ResponseCompression.Compress(body);
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, cancellationToken);
    }
}
