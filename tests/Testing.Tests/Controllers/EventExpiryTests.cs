namespace KubeController.Testing.Tests.Controllers;

[TestFixture, CancelAfter(30_000)]
public sealed class EventExpiryTests
{
    private const string Events = "/api/v1/namespaces/default/events";

    [Test]
    public async Task Event_AnHourAfterItWasWritten_IsGone(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        var written = fixture.Time.GetUtcNow();
        await PostAsync(fixture);

        await PassMinutesUntilGoneAsync(fixture, cancellationToken);

        Assert.That(fixture.Time.GetUtcNow() - written, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(1)));
    }

    [Test]
    public async Task Event_WrittenAgain_LivesAnHourFromThen(CancellationToken cancellationToken)
    {
        await using var fixture = await ControllerFixture.StartAsync();
        await PostAsync(fixture);
        fixture.Time.Advance(TimeSpan.FromMinutes(59));
        var written = fixture.Time.GetUtcNow();
        await fixture.PatchAsync($"{Events}/e", """{"count":2}""");

        await PassMinutesUntilGoneAsync(fixture, cancellationToken);

        Assert.That(fixture.Time.GetUtcNow() - written, Is.GreaterThanOrEqualTo(TimeSpan.FromHours(1)));
    }

    private static async Task PostAsync(ControllerFixture fixture) =>
        await fixture.PostAsync(Events, """{"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"Seen","type":"Normal"}""");

    private static async Task PassMinutesUntilGoneAsync(ControllerFixture fixture, CancellationToken cancellationToken) =>
        await fixture.WaitAsync(
            $"{Events}/e",
            item =>
            {
                fixture.Time.Advance(item is null ? TimeSpan.Zero : TimeSpan.FromMinutes(1));
                return item is null;
            },
            cancellationToken);
}
