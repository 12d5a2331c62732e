using k8s.Models;
using KubeController.Client;
using KubeController.Samples.AgenticSessions.Starting;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeController.AgenticSessions.Tests.Starting;

public sealed class StartExceptionTests
{
    [TestCase(403, "Forbidden", nameof(StartStep.ProvisionToken), true)]
    [TestCase(403, "Forbidden", nameof(StartStep.CopySecret), true)]
    [TestCase(403, "Forbidden", nameof(StartStep.Pod), false)]
    [TestCase(422, "Invalid", nameof(StartStep.Pod), true)]
    [TestCase(409, "Conflict", nameof(StartStep.CopySecret), false)]
    [TestCase(409, "AlreadyExists", nameof(StartStep.ProvisionToken), false)]
    [TestCase(429, "TooManyRequests", nameof(StartStep.ProvisionToken), false)]
    [TestCase(500, "InternalError", nameof(StartStep.ProvisionToken), false)]
    [TestCase(504, "Timeout", nameof(StartStep.ProvisionToken), false)]
    public void F06_Of_TypeDecidesWhetherTryingAgainHelps(int code, string reason, string stepName, bool isTerminal)
    {
        var step = Enum.Parse<StartStep>(stepName);
        Assert.That(StartException.Of(step, "x", Error(code, reason, "first wording")).IsTerminal, Is.EqualTo(isTerminal));
        Assert.That(StartException.Of(step, "x", Error(code, reason, "timeout conflict forbidden not found")).IsTerminal, Is.EqualTo(isTerminal));
    }

    [Test]
    public void Of_ConnectionError_IsRetried() =>
        Assert.That(StartException.Of(StartStep.ProvisionToken, "x", new HttpRequestException("refused")).IsTerminal, Is.False);

    [Test]
    public void F04_Of_Cause_IsInMessageAndChain()
    {
        var cause = Error(403, "Forbidden", "user may not");
        var failure = StartException.Of(StartStep.ProvisionToken, "Provisioning the runner's token failed", cause);
        Assert.That(failure.InnerException, Is.SameAs(cause));
        Assert.That(failure.Step, Is.EqualTo(StartStep.ProvisionToken));
        Assert.That(failure.Message, Does.StartWith("Provisioning the runner's token failed: ").And.Contain("user may not"));
        Assert.That(failure.Conditions.Single().Message, Is.EqualTo(failure.Message));
    }

    [Test]
    public void Of_NamespaceIsTerminating_IsNotTheSessionsFault()
    {
        var status = new V1Status { Code = 403, Reason = "Forbidden", Message = "no", Details = new() { Causes = [new() { Reason = "NamespaceTerminating" }] } };
        Assert.That(StartException.Of(StartStep.ProvisionToken, "x", ApiException.FromStatus(status)).IsTerminal, Is.False);
    }

    [Test]
    public async Task F11_WhenAllAsync_OneFails_TheOthersAreWaitedFor()
    {
        var slow = new TaskCompletionSource();
        var stage = new StartWrites(new("team", "s"), NullLogger.Instance);
        stage.Start(StartStep.ProvisionToken, "token", () => Task.FromException(Error(500, "InternalError", "no")));
        stage.Start(StartStep.CopySecret, "copy", () => slow.Task);
        var all = stage.WhenAllAsync();
        Assert.That(all.IsCompleted, Is.False);
        slow.SetResult();
        var failure = Assert.ThrowsAsync<StartException>(() => all);
        Assert.That(failure!.Step, Is.EqualTo(StartStep.ProvisionToken));
        await Task.CompletedTask;
    }

    [Test]
    public void WhenAllAsync_SeveralFail_AllAreToldAndTheWorstCounts()
    {
        var stage = new StartWrites(new("team", "s"), NullLogger.Instance);
        stage.Start(StartStep.CopySecret, "copy", () => Task.FromException(Error(500, "InternalError", "busy")));
        stage.Start(StartStep.ProvisionToken, "token", () => Task.FromException(Error(403, "Forbidden", "never")));
        var failure = Assert.ThrowsAsync<StartException>(stage.WhenAllAsync);
        Assert.That(failure!.Reason, Is.EqualTo("WriteGroupFailed"));
        Assert.That(failure.IsTerminal);
        Assert.That(failure.Message, Does.Contain("busy").And.Contain("never"));
    }

    [Test]
    public void F09_WhenAllAsync_Cancelled_IsNoFailureOfTheStart()
    {
        var stage = new StartWrites(new("team", "s"), NullLogger.Instance);
        stage.Start(StartStep.ProvisionToken, "token", () => Task.FromException(new OperationCanceledException()));
        Assert.That(stage.WhenAllAsync, Throws.InstanceOf<OperationCanceledException>());
    }

    private static ApiException Error(int code, string reason, string message) =>
        ApiException.FromStatus(new V1Status { Code = code, Reason = reason, Message = message });
}
