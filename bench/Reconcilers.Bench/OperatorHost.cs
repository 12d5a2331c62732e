using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeController.Reconcilers.Bench;

/// <summary>An operator as a user would write it. Only its messages go to the standard error, for the standard output is one line of JSON.</summary>
internal static class OperatorHost
{
    public static IHost Build<TReconciler>(BenchArguments arguments, object board)
        where TReconciler : class, IReconciler<Widget>
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(board.GetType(), board);
        builder.Services.AddKubeController(options => options.Kubeconfig = arguments.Kubeconfig)
            .AddController<TReconciler, Widget>(controller => controller.WithWorkers(arguments.Workers));
        return builder.Build();
    }
}
