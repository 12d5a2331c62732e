using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Settings;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Secrets;

public sealed class StorageRuleTests
{
    private static readonly OperatorSettings Settings = new() { S3Endpoint = "https://own", S3Bucket = "own" };

    [Test]
    public void Choose_NothingThere_IsNone() => Assert.That(StorageRule.Choose(Settings, null, null, "t").IsAvailable, Is.False);

    [Test]
    public void Choose_SharedKeys_AreFoundInTheSessionsSecret()
    {
        var choice = StorageRule.Choose(Settings, null, Secret("minio-credentials", ("access-key", "a"), ("secret-key", "s")), "t");
        Assert.That(choice, Is.EqualTo(new StorageChoice("https://own", "own", new("t", "s3-access-key"), new("t", "s3-secret-key"), UsesSharedKeys: true)));
    }

    [Test]
    public void Choose_OneSharedKeyMissing_IsNone() =>
        Assert.That(StorageRule.Choose(Settings, null, Secret("minio-credentials", ("access-key", "a")), "t").IsAvailable, Is.False);

    [Test]
    public void Choose_Custom_IsTheProjects()
    {
        var project = Secret("p", ("STORAGE_MODE", "custom"), ("S3_ENDPOINT", "https://p"), ("S3_BUCKET", "b"), ("S3_ACCESS_KEY", "a"), ("S3_SECRET_KEY", "s"));
        var choice = StorageRule.Choose(Settings, project, null, "t");
        Assert.That(choice, Is.EqualTo(new StorageChoice("https://p", "b", new("ambient-non-vertex-integrations", "S3_ACCESS_KEY"), new("ambient-non-vertex-integrations", "S3_SECRET_KEY"), UsesSharedKeys: false)));
    }

    [Test]
    public void Choose_CustomEndpointWithoutKeys_DoesNotSendTheSharedKeysThere()
    {
        var project = Secret("p", ("STORAGE_MODE", "custom"), ("S3_ENDPOINT", "https://p"));
        Assert.That(StorageRule.Choose(Settings, project, Secret("minio-credentials", ("access-key", "a"), ("secret-key", "s")), "t").IsAvailable, Is.False);
    }

    [Test]
    public void ToString_StorageKeys_DoesNotShowThem() => Assert.That(new StorageKeys("one", "two").ToString(), Is.EqualTo("StorageKeys"));
}
