using KubeController.Reconcilers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;

namespace KubeController.Samples.AgenticSessions.Hosting;

/// <summary>Builds the host of the operator.</summary>
internal static class OperatorHost
{
    private const string Workers = "MAX_CONCURRENT_RECONCILES";

    /// <summary>Reads appsettings.json beside the program, the one for where it runs, and the environment, which has the last word.</summary>
    /// <param name="workers">The number of workers, unless the environment names one.</param>
    public static HostApplicationBuilder CreateBuilder(int? workers = null)
    {
        // Not the working directory: the program is started from anywhere.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory, DisableDefaults = true });
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: false)
            .AddJsonFile(IsInContainer ? "appsettings.Container.json" : "appsettings.Terminal.json", optional: true);
        if (workers is not null)
        {
            builder.Configuration.AddInMemoryCollection([new(Workers, workers.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        }

        builder.Configuration.AddEnvironmentVariables();
        return builder;
    }

    /// <summary>Builds the operator's host for the cluster a kubeconfig names, or the one it runs in.</summary>
    public static IHost Build(FileInfo? kubeconfig, int? workers)
    {
        var builder = CreateBuilder(workers);
        builder.Services.AddSerilog((_, logger) => logger.ReadFrom.Configuration(builder.Configuration));
        builder.Services.AddAgenticSessions(builder.Configuration);
        builder.Services.Configure<KubeControllerOptions>(options => options.Kubeconfig = kubeconfig?.FullName);
        return builder.Build();
    }

    private static bool IsInContainer => Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1";
}
