using System.Globalization;
using System.Text.Json;
using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Settings;

namespace KubeController.Samples.AgenticSessions.Pods;

/// <summary>The environments of the three containers of a session's pod.</summary>
internal sealed class PodEnvironments(OperatorSettings settings, PodInputs inputs)
{
    private static readonly string[] LangfuseKeys = ["LANGFUSE_ENABLED", "LANGFUSE_HOST", "LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"];

    private string BackendUrl => $"http://backend-service.{settings.SecretsNamespace}.svc.cluster.local:8080/api";

    public List<V1EnvVar> OfHydrate()
    {
        var variables = Shared()
            .Add("BACKEND_API_URL", BackendUrl)
            .Add("PROJECT_NAME", inputs.Names.Namespace);
        AddSources(variables);
        return variables.AddSecret("BOT_TOKEN", new(inputs.TokenSecret, SessionSecretKeys.ApiToken)).AddMissing(inputs.Spec.EnvironmentVariables).ToList();
    }

    public List<V1EnvVar> OfStateSync() =>
        Shared().Add("SYNC_INTERVAL", "60").Add("MAX_SYNC_SIZE", "1073741824").AddMissing(inputs.Spec.EnvironmentVariables).ToList();

    public List<V1EnvVar> OfRunner()
    {
        var variables = new EnvironmentList()
            .Add("DEBUG", "true")
            .Add("AGENTIC_SESSION_NAME", inputs.Names.Session)
            .Add("AGENTIC_SESSION_NAMESPACE", inputs.Names.Namespace)
            .Add("SESSION_ID", inputs.Names.Session)
            .Add("PROJECT_NAME", inputs.Names.Namespace)
            .Add("WORKSPACE_PATH", "/workspace")
            .Add("ARTIFACTS_DIR", "artifacts")
            .Add("AGUI_PORT", PodBuilder.Port.ToString(CultureInfo.InvariantCulture))
            .AddSecret("AGUI_TOKEN", new(inputs.TokenSecret, SessionSecretKeys.RunnerToken))
            .Add("USE_AGUI", "true")
            .Add("BACKEND_API_URL", BackendUrl)
            .Add("TIMEOUT", (inputs.Spec.Timeout ?? 300).ToString(CultureInfo.InvariantCulture));
        AddUser(variables);
        AddModel(variables);
        AddVertex(variables);
        AddSources(variables);
        if (inputs.HasLangfuse)
        {
            foreach (var key in LangfuseKeys)
            {
                variables.AddSecret(key, new(SecretNames.Langfuse, key, IsOptional: true));
            }
        }

        return variables
            .AddIf(inputs.ParentSession is not null, "PARENT_SESSION_ID", inputs.ParentSession)
            .AddIf(inputs.IsResume, "IS_RESUME", "true")
            .Merge(inputs.Spec.EnvironmentVariables)
            .ToList();
    }

    private EnvironmentList Shared() =>
        new EnvironmentList().Add("SESSION_NAME", inputs.Names.Session).Add("NAMESPACE", inputs.Names.Namespace).AddStorage(inputs.Storage);

    private void AddUser(EnvironmentList variables) => variables
        .AddIf(!string.IsNullOrEmpty(inputs.Spec.UserContext?.UserId), "USER_ID", inputs.Spec.UserContext?.UserId)
        .AddIf(!string.IsNullOrEmpty(inputs.Spec.UserContext?.DisplayName), "USER_NAME", inputs.Spec.UserContext?.DisplayName)
        .Add("INITIAL_PROMPT", inputs.Spec.InitialPrompt);

    private void AddModel(EnvironmentList variables)
    {
        var model = inputs.Spec.LlmSettings ?? new LlmSettings();
        variables
            .Add("LLM_MODEL", model.Model ?? "claude-sonnet-4-6")
            .Add("LLM_TEMPERATURE", (model.Temperature ?? 0.7).ToString("0.00", CultureInfo.InvariantCulture))
            .Add("LLM_MAX_TOKENS", (model.MaxTokens ?? 4000).ToString(CultureInfo.InvariantCulture));
    }

    private void AddVertex(EnvironmentList variables)
    {
        var flag = settings.IsVertexOn ? "1" : "0";
        variables.Add("USE_VERTEX", flag).Add("CLAUDE_CODE_USE_VERTEX", flag);
        if (settings.IsVertexOn)
        {
            // A name that never resolves, and a short patience: any other word makes the runner hang while it looks for a metadata server.
            variables
                .Add("CLOUD_ML_REGION", settings.VertexRegion)
                .Add("ANTHROPIC_VERTEX_PROJECT_ID", settings.VertexProject)
                .Add("GOOGLE_APPLICATION_CREDENTIALS", settings.VertexCredentialsPath)
                .Add("GCE_METADATA_HOST", "metadata.invalid")
                .Add("GCE_METADATA_TIMEOUT", "1");
        }
    }

    private void AddSources(EnvironmentList variables)
    {
        if (inputs.Spec.Repos is { Count: > 0 } repositories)
        {
            variables.Add("REPOS_JSON", JsonSerializer.Serialize(repositories));
        }

        if (inputs.Spec.ActiveWorkflow is { } workflow)
        {
            variables
                .AddIf(!string.IsNullOrWhiteSpace(workflow.GitUrl), "ACTIVE_WORKFLOW_GIT_URL", workflow.GitUrl)
                .AddIf(!string.IsNullOrWhiteSpace(workflow.Branch), "ACTIVE_WORKFLOW_BRANCH", workflow.Branch)
                .AddIf(!string.IsNullOrWhiteSpace(workflow.Path), "ACTIVE_WORKFLOW_PATH", workflow.Path);
        }
    }
}
