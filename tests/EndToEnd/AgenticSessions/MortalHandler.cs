namespace KubeController.EndToEnd.AgenticSessions;

/// <summary>Passes requests on until it dies; then every request, also one under way, gets no answer.</summary>
internal sealed class MortalHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _isDead;

    public void Die() => _isDead = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ThrowIfDead();
        var answer = await base.SendAsync(request, cancellationToken);
        ThrowIfDead();
        return answer;
    }

    private void ThrowIfDead()
    {
        if (_isDead)
        {
            throw new HttpRequestException("Nobody is there any more.");
        }
    }
}
