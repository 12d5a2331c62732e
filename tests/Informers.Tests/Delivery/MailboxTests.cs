using k8s.Models;
using KubeController.Informers.Delivery;
using KubeController.Informers.Storage;
using KubeController.Informers.Tests.Support;
using static KubeController.Informers.Tests.Support.Maps;

namespace KubeController.Informers.Tests.Delivery;

public sealed class MailboxTests
{
    private static readonly Stored<V1ConfigMap> One = Stored("a", 1);
    private static readonly Stored<V1ConfigMap> Two = Stored("a", 2);
    private static readonly Stored<V1ConfigMap> Three = Stored("a", 3);
    private static readonly Stored<V1ConfigMap> Other = Stored("a", 4, "other");

    [Test]
    public void Take_BelowTheLimit_HandsOutEveryChangeInOrder()
    {
        var mailbox = Create(limit: 10);
        Add(mailbox, (null, One), (One, Two), (Two, null), (null, Other));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "+a@1", "a@1>2", "-a@2", "+a@4" }));
    }

    [Test]
    public void Take_BeyondTheLimit_HandsOutTheNewestState()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (One, Two), (Two, Three));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "a@1>3" }));
        Assert.That(mailbox.Merged, Is.EqualTo(1));
    }

    [Test]
    public void Take_AddedAndModified_IsAnAddition()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (null, One), (One, Two));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "+a@2" }));
    }

    [Test]
    public void Take_AddedAndDeletedUnseen_IsNothing()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (null, One), (One, null));
        Assert.That(TakeAll(mailbox), Is.Empty);
        Assert.That(mailbox.Count, Is.Zero);
    }

    [Test]
    public void Take_ModifiedAndDeletedUnseen_TellsHowItWasWhenItWent()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (One, Two), (Three, null));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "a@1>3", "-a@3" }));
    }

    [Test]
    public void Take_DeletedAndCreatedAgain_IsADeletionAndAnAddition()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (One, null), (null, Other));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "-a@1", "+a@4" }));
    }

    [Test]
    public void Take_DeletedCreatedAndDeletedAgain_IsOneDeletion()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (One, null), (null, Other), (Other, null));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "-a@1" }));
    }

    [Test]
    public void Add_BeyondTheLimit_MergesIntoTheNewestOfThatKey()
    {
        var mailbox = Create(limit: 2);
        Add(mailbox, (null, One), (One, Two), (Two, Three));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "+a@1", "a@1>3" }));
    }

    [Test]
    public void Add_KeysBeyondTheLimit_StillWait()
    {
        var mailbox = Create(limit: 1);
        Add(mailbox, (null, One), (null, Stored("b", 2)), (null, Stored("c", 3)));
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "+a@1", "+b@2", "+c@3" }));
    }

    [Test]
    public void AddResync_SomethingNewerWaits_IsPassedOver()
    {
        var mailbox = Create(limit: 10);
        Add(mailbox, (One, Two));
        mailbox.AddResync(One);
        Assert.That(TakeAll(mailbox), Is.EqualTo(new[] { "a@1>2" }));
    }

    [Test]
    public void AddMark_LastInitialObjectIsDeletedUnseen_MarkIsStillHandedOut()
    {
        var mailbox = Create(limit: 0);
        Add(mailbox, (null, One));
        mailbox.AddMark();
        Add(mailbox, (One, null));
        Assert.That(mailbox.TryTake(out var item), Is.True);
        Assert.That(item!.Value.Change, Is.Null);
        Assert.That(mailbox.TryTake(out _), Is.False);
    }

    [TestCase(ChangeOrigin.OwnWrite, ChangeOrigin.OwnWrite, ChangeOrigin.OwnWrite)]
    [TestCase(ChangeOrigin.OwnWrite, ChangeOrigin.Watch, ChangeOrigin.Watch)]
    [TestCase(ChangeOrigin.Watch, ChangeOrigin.OwnWrite, ChangeOrigin.Watch)]
    public void Take_OwnAndOthersWorkMerged_IsNotTakenForOwn(ChangeOrigin first, ChangeOrigin second, ChangeOrigin told)
    {
        var mailbox = Create(limit: 0);
        mailbox.Add(new(One.Key, One, Two, first));
        mailbox.Add(new(One.Key, Two, Three, second));
        Assert.That(mailbox.TryTake(out var item) ? item.Value.Change?.Origin : null, Is.EqualTo(told));
    }

    private static Mailbox<V1ConfigMap> Create(int limit) => new(limit);

    private static void Add(Mailbox<V1ConfigMap> mailbox, params (Stored<V1ConfigMap>? Old, Stored<V1ConfigMap>? New)[] changes)
    {
        foreach (var (old, now) in changes)
        {
            mailbox.Add(new((now ?? old)!.Key, old, now, ChangeOrigin.Watch));
        }
    }

    private static List<string> TakeAll(Mailbox<V1ConfigMap> mailbox)
    {
        var told = new List<string>();
        while (mailbox.TryTake(out var item))
        {
            told.Add(ChangeRecorder.Describe(item.Value.Change!.Value));
        }

        return told;
    }
}
