using KubeController.Reconcilers.Events;
using Microsoft.Extensions.Time.Testing;

namespace KubeController.Reconcilers.Tests.Events;

public sealed class EventNamesTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddTicks(1));

    [Test]
    public void Next_Object_NameAndTimeInHexadecimalNanoseconds() => Assert.That(new EventNames(_time, () => 0.5).Next("web"), Is.EqualTo("web.96"));

    [Test]
    public void Next_AtTheSameMoment_AnotherName()
    {
        var names = new EventNames(_time, () => 0.5);
        Assert.That(Enumerable.Range(0, 1000).Select(_ => names.Next("web")), Is.Unique);
    }

    [Test]
    public void Next_NameThatAnEventCannotHave_MadeOneThatItCan()
    {
        var names = new EventNames(_time, () => 0);
        Assert.That(names.Next("system:Node"), Is.EqualTo("system-node.64"));
        Assert.That(names.Next(string.Empty), Does.StartWith("event."));
        Assert.That(names.Next(new('a', 300)), Has.Length.LessThanOrEqualTo(253));
    }
}
