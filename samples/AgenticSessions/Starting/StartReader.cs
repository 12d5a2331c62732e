using k8s.Models;
using KubeController.Client;
using KubeController.Reconcilers;
using KubeController.Samples.AgenticSessions.Reconciling;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Settings;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>The first stage of a start: reads, side by side, the secrets it depends on.</summary>
internal sealed class StartReader(ResourceClient client, OperatorSettings settings, ILogger<StartReader> logger)
{
    /// <exception cref="StartException">A required secret is absent, or one that matters cannot be read now.</exception>
    public async Task<StartInputs> ReadAsync(SessionPass pass, CancellationToken cancellationToken)
    {
        var stage = new ReadStage(cancellationToken);
        var session = Start(stage, pass.Names.TokenSecret);
        var runner = settings.IsVertexOn ? null : Start(stage, new(pass.Key.Namespace, SecretNames.Runner));
        var integrations = Start(stage, new(pass.Key.Namespace, SecretNames.Integrations));
        var vertex = settings.IsVertexOn ? Start(stage, new(settings.SecretsNamespace, SecretNames.Vertex)) : null;
        var langfuse = settings.IsLangfuseOn ? Start(stage, new(settings.SecretsNamespace, SecretNames.Langfuse)) : null;
        await stage.WhenAllAsync();

        var credentials = vertex is null ? null : Required(StartStep.VertexSecret, SecretNames.Vertex, settings.SecretsNamespace, vertex);
        if (runner is not null)
        {
            Required(StartStep.RunnerSecret, SecretNames.Runner, pass.Key.Namespace, runner);
        }

        return new(
            OptionalButReadable(pass.Names.TokenSecret.Name, session),
            OptionalButReadable(SecretNames.Integrations, integrations),
            credentials,
            langfuse is null ? null : Optional(pass, SecretNames.Langfuse, langfuse));
    }

    private Read<V1Secret> Start(ReadStage stage, NamespacedName name) => stage.Start(cancellation => client.GetAsync<V1Secret>(name, cancellation));

    private static V1Secret Required(StartStep step, string name, string @namespace, Read<V1Secret> read) => read switch
    {
        { HasValue: true } => read.Value,
        { IsNotFound: true } => throw new StartException(
            step,
            $"Secret '{name}' is missing in namespace '{@namespace}'. Create it, and start the session again with the annotation '{Sessions.Annotations.DesiredPhase}: Running'.",
            isTerminal: true,
            read.Error),
        _ => throw Unreadable(name, read.Error!),
    };

    /// <summary>Absent is an answer. Any other error is not: it would be taken for absent, and a session would start without what it needs.</summary>
    private static V1Secret? OptionalButReadable(string name, Read<V1Secret> read) =>
        read.HasValue || read.IsNotFound ? read.ValueOrDefault : throw Unreadable(name, read.Error!);

    private V1Secret? Optional(SessionPass pass, string name, Read<V1Secret> read)
    {
        if (!read.HasValue)
        {
            logger.OptionalSecretUnusable(pass.Key, name, read.Error!.Message);
            return null;
        }

        return read.Value;
    }

    private static StartException Unreadable(string name, Exception cause) =>
        new(StartStep.ReadSecrets, $"Secret '{name}' cannot be read: {cause.Message}", isTerminal: false, cause);
}
