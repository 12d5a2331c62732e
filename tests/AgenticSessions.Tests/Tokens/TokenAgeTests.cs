using k8s.Models;
using KubeController.Samples.AgenticSessions.Models;
using KubeController.Samples.AgenticSessions.Objects;
using KubeController.Samples.AgenticSessions.Secrets;
using KubeController.Samples.AgenticSessions.Sessions;
using KubeController.Samples.AgenticSessions.Tokens;
using static KubeController.AgenticSessions.Tests.SessionBuilder;

namespace KubeController.AgenticSessions.Tests.Tokens;

public sealed class TokenAgeTests
{
    [Test]
    public void UsableSince_NoSecret_IsMadeAnew() => Assert.That(TokenAge.UsableSince(null, Session(), null, Now), Is.Null);

    [Test]
    public void UsableSince_YoungSecretOfThisStart_IsUsed() =>
        Assert.That(TokenAge.UsableSince(TokenSecret(Now.AddMinutes(-10)), Session(), null, Now), Is.EqualTo(Now.AddMinutes(-10)));

    [Test]
    public void X_UsableSince_RestartAfterAnHour_IsMadeAnew() =>
        Assert.That(TokenAge.UsableSince(TokenSecret(Now.AddMinutes(-61)), Session(), null, Now), Is.Null);

    [Test]
    public void UsableSince_YoungSecretOfTheLastStart_IsMadeAnew()
    {
        var session = Session(phase: "Pending");
        session.Status!.StartTime = Timestamps.Format(Now.AddMinutes(-1));
        Assert.That(TokenAge.UsableSince(TokenSecret(Now.AddMinutes(-2)), session, null, Now), Is.Null);
    }

    [Test]
    public void UsableSince_SecretOfAnEarlierSessionOfTheName_IsMadeAnew()
    {
        var session = Session();
        session.Metadata.Uid = "another";
        Assert.That(TokenAge.UsableSince(TokenSecret(Now), session, null, Now), Is.Null);
    }

    [Test]
    public void UsableSince_OtherStorageKeys_IsMadeAnew() =>
        Assert.That(TokenAge.UsableSince(TokenSecret(Now), Session(), new StorageKeys("a", "s"), Now), Is.Null);

    [Test]
    public void UsableSince_UnreadableTime_IsMadeAnew()
    {
        var secret = TokenSecret(Now);
        secret.Metadata.Annotations[Annotations.TokenRefreshedAt] = "lately";
        Assert.That(TokenAge.UsableSince(secret, Session(), null, Now), Is.Null);
    }

    [Test]
    public void DueOf_Annotated_Is45MinutesLater() =>
        Assert.That(TokenAge.DueOf(Session(annotations: Annotated((Annotations.TokenRefreshedAt, Timestamps.Format(Now))))), Is.EqualTo(Now.AddMinutes(45)));

    [Test]
    public void DueOf_NotAnnotated_IsAtOnce() => Assert.That(TokenAge.DueOf(Session()), Is.LessThan(Now));

    private static V1Secret TokenSecret(DateTimeOffset refreshed)
    {
        var secret = Secret("ambient-runner-token-s", ("k8s-token", "x"), ("agui-token", "y"));
        secret.Metadata.OwnerReferences = [OwnerReferences.To<AgenticSession>(Session())];
        secret.Metadata.Annotations = Annotated((Annotations.TokenRefreshedAt, Timestamps.Format(refreshed)));
        return secret;
    }
}
