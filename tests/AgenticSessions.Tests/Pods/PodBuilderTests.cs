using k8s;
using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Pods;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Settings;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Pods;

public sealed class PodBuilderTests
{
    private static readonly StorageChoice Shared = new("https://s3", "bucket", new("ambient-runner-token-s", "s3-access-key"), new("ambient-runner-token-s", "s3-secret-key"), UsesSharedKeys: true);

    [Test]
    public void Build_SameSession_SamePod()
    {
        var one = Build(Session(spec: new() { EnvironmentVariables = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" } }));
        var two = Build(Session(spec: new() { EnvironmentVariables = new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" } }));
        Assert.That(KubernetesJson.Serialize(two), Is.EqualTo(KubernetesJson.Serialize(one)));
    }

    [Test]
    public void Build_Names_AreThoseOfTheSession()
    {
        var pod = Build(Session("blog"));
        Assert.That(pod.Metadata.Name, Is.EqualTo("blog-runner"));
        Assert.That(pod.Metadata.Labels, Is.EquivalentTo(Annotated(("agentic-session", "blog"), ("app", "ambient-code-runner"))));
        var owner = pod.Metadata.OwnerReferences.Single();
        Assert.That((owner.ApiVersion, owner.Kind, owner.Name, owner.Uid, owner.Controller, owner.BlockOwnerDeletion),
            Is.EqualTo(("vteam.ambient-code/v1alpha1", "AgenticSession", "blog", "uid-blog", (bool?)true, (bool?)null)));
    }

    [Test]
    public void Build_Containers_HaveNoPrivileges()
    {
        var pod = Build(Session());
        foreach (var container in pod.Spec.InitContainers.Concat(pod.Spec.Containers))
        {
            Assert.That(container.SecurityContext.AllowPrivilegeEscalation, Is.False, container.Name);
            Assert.That(container.SecurityContext.Capabilities.Drop, Is.EqualTo(new[] { "ALL" }), container.Name);
            Assert.That(container.SecurityContext.Capabilities.Add, Is.Null, container.Name);
        }

        Assert.That(pod.Spec.AutomountServiceAccountToken, Is.False);
        Assert.That(pod.Spec.ServiceAccountName, Is.Null);
    }

    [Test]
    public void X_Build_SharedStorage_KeysAreReferencesAndNotText()
    {
        var pod = Build(Session(), storage: Shared);
        foreach (var container in pod.Spec.InitContainers.Append(pod.Spec.Containers[1]))
        {
            var access = Variable(container, "AWS_ACCESS_KEY_ID");
            Assert.That(access.Value, Is.Null);
            Assert.That((access.ValueFrom.SecretKeyRef.Name, access.ValueFrom.SecretKeyRef.Key), Is.EqualTo(("ambient-runner-token-s", "s3-access-key")));
        }
    }

    [Test]
    public void Build_NoStorage_FourEmptyVariables()
    {
        var values = new[] { "S3_ENDPOINT", "S3_BUCKET", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY" }.Select(name => Variable(Build(Session()).Spec.InitContainers[0], name).Value);
        Assert.That(values, Is.All.Empty);
    }

    [Test]
    public void Build_Token_IsAFileInTheRunnerAndNoVariable()
    {
        var pod = Build(Session());
        var volume = pod.Spec.Volumes.Single(candidate => candidate.Name == "runner-token");
        Assert.That((volume.Secret.SecretName, volume.Secret.Items.Single().Key, volume.Secret.Items.Single().Path), Is.EqualTo(("ambient-runner-token-s", "k8s-token", "bot-token")));
        Assert.That(Runner(pod).VolumeMounts.Single(mount => mount.Name == "runner-token").MountPath, Is.EqualTo("/var/run/secrets/ambient"));
        Assert.That(Runner(pod).Env.Select(variable => variable.Name), Has.None.EqualTo("BOT_TOKEN"));
        Assert.That(Variable(pod.Spec.InitContainers[0], "BOT_TOKEN").ValueFrom.SecretKeyRef.Key, Is.EqualTo("k8s-token"));
    }

    [TestCase(1.0, "1.00")]
    [TestCase(0.333, "0.33")]
    [TestCase(null, "0.70")]
    public void X_Build_WholeTemperature_IsNotRoundedToZero(double? temperature, string expected)
    {
        var pod = Build(Session(spec: new() { LlmSettings = new() { Temperature = temperature } }));
        Assert.That(Variable(Runner(pod), "LLM_TEMPERATURE").Value, Is.EqualTo(expected));
    }

    [Test]
    public void X_Build_UserVariables_ReplaceNeitherSecretsNorProtectedOnes()
    {
        var user = new Dictionary<string, string> { ["AGUI_TOKEN"] = "mine", ["USE_VERTEX"] = "1", ["TIMEOUT"] = "9", ["EXTRA"] = "x" };
        var runner = Runner(Build(Session(spec: new() { EnvironmentVariables = user })));
        Assert.That(Variable(runner, "AGUI_TOKEN").ValueFrom, Is.Not.Null);
        Assert.That(Variable(runner, "AGUI_TOKEN").Value, Is.Null);
        Assert.That(Variable(runner, "USE_VERTEX").Value, Is.EqualTo("0"));
        Assert.That(Variable(runner, "TIMEOUT").Value, Is.EqualTo("9"));
        Assert.That(Variable(runner, "EXTRA").Value, Is.EqualTo("x"));
    }

    [Test]
    public void X_Build_FirstRunThatNeverGotARunner_IsNoResume()
    {
        var session = Session(conditions: [new() { Type = Conditions.PodCreated, Status = "False", Reason = Reasons.CreateFailed }]);
        session.Status!.StartTime = "2026-11-23T11:00:00Z";
        Assert.That(Runner(Build(session)).Env.Select(variable => variable.Name), Has.None.EqualTo("IS_RESUME"));
    }

    [Test]
    public void Build_RunnerHadStartedBefore_IsResume()
    {
        var session = Session(conditions: [new() { Type = Conditions.RunnerStarted, Status = "False" }]);
        Assert.That(Variable(Runner(Build(session)), "IS_RESUME").Value, Is.EqualTo("true"));
    }

    [Test]
    public void Build_ForcedPrompt_IsNoResume()
    {
        var session = Session(annotations: Annotated((Annotations.ForceExecutePrompt, "true")), conditions: [new() { Type = Conditions.RunnerStarted, Status = "False" }]);
        Assert.That(Runner(Build(session)).Env.Select(variable => variable.Name), Has.None.EqualTo("IS_RESUME"));
    }

    [Test]
    public void Build_Vertex_MountsItsSecretAndNoRunnerSecret()
    {
        var settings = new OperatorSettings { UseVertex = "yes", VertexRegion = "eu", VertexProject = "p", VertexCredentialsPath = "/app/vertex/key.json" };
        var pod = PodBuilder.Build(settings, new(Session(), "t", StorageChoice.None));
        Assert.That(Runner(pod).VolumeMounts.Select(mount => mount.MountPath), Has.Some.EqualTo("/app/vertex"));
        Assert.That(Runner(pod).EnvFrom, Is.Null);
        Assert.That(Variable(Runner(pod), "GCE_METADATA_HOST").Value, Is.EqualTo("metadata.invalid"));
    }

    [Test]
    public void Build_ReposAndWorkflow_AreJsonAndVariables()
    {
        var spec = new AgenticSessionSpec
        {
            Repos = [new() { Url = "https://git/x", Branch = "main" }],
            ActiveWorkflow = new() { GitUrl = "https://git/w", Branch = "main", Path = " " },
        };
        var hydrate = Build(Session(spec: spec)).Spec.InitContainers[0];
        Assert.That(Variable(hydrate, "REPOS_JSON").Value, Is.EqualTo("""[{"url":"https://git/x","branch":"main","autoPush":false}]"""));
        Assert.That(Variable(hydrate, "ACTIVE_WORKFLOW_GIT_URL").Value, Is.EqualTo("https://git/w"));
        Assert.That(hydrate.Env.Select(variable => variable.Name), Has.None.EqualTo("ACTIVE_WORKFLOW_PATH"));
    }

    private static V1Pod Build(AgenticSession session, StorageChoice? storage = null) =>
        PodBuilder.Build(new(), new(session, $"ambient-runner-token-{session.Metadata.Name}", storage ?? StorageChoice.None));

    private static V1Container Runner(V1Pod pod) => pod.Spec.Containers.Single(container => container.Name == PodStatusMapping.RunnerContainer);

    private static V1EnvVar Variable(V1Container container, string name) => container.Env.Single(variable => variable.Name == name);
}
