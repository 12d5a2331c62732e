using KubeController.Testing;

namespace KubeController.Samples.AgenticSessions.Demo;

/// <summary>Counts the operator's calls. Lists and watches are those of its informers, which all sessions share.</summary>
internal sealed record ApiCallCount(IReadOnlyDictionary<string, int> ByVerb, int Informers)
{
    public static ApiCallCount Of(IEnumerable<RequestRecord> requests, string userAgent)
    {
        var own = requests.Where(request => request.UserAgent.StartsWith(userAgent, StringComparison.Ordinal)).ToList();
        var informers = own.Count(request => request.Verb is "list" or "watch");
        return new(
            own.Where(request => request.Verb is not "list" and not "watch").CountBy(request => request.Verb).OrderBy(count => count.Key).ToDictionary(),
            informers);
    }

    public int Total => ByVerb.Values.Sum();
}
