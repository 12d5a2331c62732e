using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests;

public sealed class ResourceExtensionsTests
{
    [Test]
    public void SetCondition_NewChangedAndEqual_TransitionTimeMovesWithTheStatusAlone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var conditions = new List<V1Condition>();
        Assert.That(conditions.SetCondition(Ready("False", "Starting"), time), Is.True);
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(conditions.SetCondition(Ready("False", "Starting"), time), Is.False, "nothing changed");
        Assert.That(conditions.SetCondition(Ready("False", "Pulling"), time), Is.True);
        Assert.That(conditions.Single().LastTransitionTime, Is.EqualTo(DateTime.UnixEpoch));
        Assert.That(conditions.SetCondition(Ready("True", "Up"), time), Is.True);
        Assert.That(conditions.Single().LastTransitionTime, Is.EqualTo(DateTime.UnixEpoch.AddHours(1)));
    }

    private static V1Condition Ready(string status, string reason) => new() { Type = "Ready", Status = status, Reason = reason };
}
