using System.Net;

namespace KubeController.Informers.Tests.Support;

/// <summary>A small API server for ConfigMaps in memory, with true versions, history and pages, that writes at random and fails in every way it knows, until so many requests
/// were made; then it writes an object named <c>last</c>, and calms down.</summary>
internal sealed class FaultyServer(int seed, int requests, Action onStall) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, string> _state = new(StringComparer.Ordinal);
    private readonly List<(int Version, string Frame)> _history = [];
    private readonly HashSet<string> _faults = [];
    private int _version = 10;
    // Once streams are refused, no other is asked for: not too early, and not always.
    private readonly int _refusedFrom = seed % 2 == 0 ? requests / 3 : 0;
    private int _left = requests;

    /// <summary>Gets the kinds of faults that were met.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Describes the content, as <see cref="InformerRig.Content"/> does.</summary>
    public string Content()
    {
        lock (_lock)
        {
            return string.Join(' ', _state.Select(pair => $"{pair.Key}@{VersionOf(pair.Value)}"));
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var scripted = new ScriptedRequest(request.RequestUri!);
        lock (_lock)
        {
            WriteSomethingLocked();
            if (scripted.IsWatch)
            {
                AnswerWatchLocked(scripted);
            }
            else
            {
                AnswerListLocked(scripted);
            }
        }

        return scripted.Response;
    }

    private void WriteSomethingLocked()
    {
        _left--;
        for (var writes = _left < 0 ? 0 : _random.Next(6); writes > 0; writes--)
        {
            var name = $"{(char)('a' + _random.Next(9))}";
            WriteLocked(name, _state.TryGetValue(name, out var known) ? _random.Next(3) == 0 ? null : UidOf(known) : $"uid-{_version}");
        }

        if (_left == 0)
        {
            WriteLocked("last", "uid-last");
        }
    }

    private void WriteLocked(string name, string? uid)
    {
        _version++;
        var type = uid is null ? "DELETED" : _state.ContainsKey(name) ? "MODIFIED" : "ADDED";
        var item = uid is null ? WithVersion(_state[name], _version) : Json.ConfigMap(name, _version, uid);
        if (uid is null)
        {
            _state.Remove(name);
        }
        else
        {
            _state[name] = item;
        }

        _history.Add((_version, $$"""{"type":"{{type}}","object":{{item}}}"""));
    }

    private static string UidOf(string item) => item.Split("\"uid\":\"")[1].Split('"')[0];

    private static string WithVersion(string item, int version) =>
        item.Replace($"\"resourceVersion\":\"{VersionOf(item)}\"", $"\"resourceVersion\":\"{version}\"", StringComparison.Ordinal);

    private static string VersionOf(string item) => item.Split("\"resourceVersion\":\"")[1].Split('"')[0];

    private void AnswerListLocked(ScriptedRequest request)
    {
        switch (ChooseLocked("list fails", "list is forbidden", "list is cut", "version too large", "token expires"))
        {
            case "list fails":
                request.Refuse(HttpStatusCode.InternalServerError, "InternalError");
                break;
            case "list is forbidden":
                request.Refuse(HttpStatusCode.Forbidden, "Forbidden");
                break;
            case "list is cut":
                request.Reply(HttpStatusCode.OK, """{"apiVersion":"v1","kind":"ConfigMapList","metadata":{"resourceVersion":"9"},"items":[{"meta""");
                break;
            case "version too large" when request.ResourceVersion is not null:
                request.Refuse(HttpStatusCode.GatewayTimeout, "Timeout", cause: "ResourceVersionTooLarge");
                break;
            case "token expires" when request["continue"] is not null:
                request.Refuse(HttpStatusCode.Gone, "Expired");
                break;
            default:
                AnswerPageLocked(request);
                break;
        }
    }

    // A page of the state as it was when the list began is not kept: a token of another version has expired.
    private void AnswerPageLocked(ScriptedRequest request)
    {
        var token = request["continue"]?.Split(':');
        if (token is not null && token[0] != $"{_version}")
        {
            request.Refuse(HttpStatusCode.Gone, "Expired");
            return;
        }

        var rest = _state.Values.Skip(token is null ? 0 : int.Parse(token[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var limit = int.Parse(request["limit"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var next = limit > 0 && rest.Count > limit ? $"{_version}:{_state.Count - rest.Count + limit}" : null;
        request.ReplyPage($"{_version}", next, next is null ? rest : rest.Take(limit));
    }

    private void AnswerStreamLocked(ScriptedRequest request)
    {
        var fault = ChooseLocked("stream throttled", "stream is forbidden", "stream unavailable", "stream refused", "expired", "internal error", "cut", "garbled", "silent", "ended");
        switch (fault)
        {
            case "stream throttled":
                request.Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests", retryAfter: 3);
                break;
            case "stream is forbidden":
                request.Refuse(HttpStatusCode.Forbidden, "Forbidden");
                break;
            case "stream unavailable":
                request.Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
                break;
            case "stream refused" when _left < _refusedFrom:
                request.Refuse(HttpStatusCode.UnprocessableEntity, "Invalid");
                break;
            default:
                FeedInitial(request.Accept(), fault is "cut" or "garbled" or "silent" or "ended" or "expired" or "internal error" ? fault : null);
                break;
        }
    }

    private void FeedInitial(ScriptedWatch stream, string? fault)
    {
        foreach (var item in _state.Values.Take(fault is null ? int.MaxValue : _random.Next(4)))
        {
            Now(stream.AddedAsync(item));
        }

        if (fault is not null)
        {
            Fail(stream, fault);
            return;
        }

        Now(stream.InitialEndAsync($"{_version}"));
        if (_left > 0)
        {
            stream.End();
        }
    }

    private void AnswerWatchLocked(ScriptedRequest request)
    {
        if (request["sendInitialEvents"] is not null)
        {
            AnswerStreamLocked(request);
            return;
        }

        var fault = ChooseLocked("throttled", "watch is forbidden", "refused", "unavailable", "gone", "expired", "cut", "garbled", "silent", "ended", "internal error", "ended at once");
        switch (fault)
        {
            case "throttled":
                request.Refuse(HttpStatusCode.TooManyRequests, "TooManyRequests", retryAfter: 3);
                break;
            case "watch is forbidden":
                request.Refuse(HttpStatusCode.Forbidden, "Forbidden");
                break;
            case "refused":
                request.RefuseConnection();
                break;
            case "unavailable":
                request.Refuse(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable");
                break;
            case "gone":
                request.Refuse(HttpStatusCode.Gone, "Gone");
                break;
            default:
                Feed(request.Accept(), int.Parse(request.ResourceVersion!, System.Globalization.CultureInfo.InvariantCulture), fault, _random.Next(6));
                break;
        }
    }

    private string? ChooseLocked(params string[] faults)
    {
        if (_left <= 0 || _random.Next(4) == 0)
        {
            return null;
        }

        var fault = faults[_random.Next(faults.Length)];
        _faults.Add(fault);
        return fault;
    }

    // All that is to be told is known: the pipe takes it at once, and nobody has to wait for the reader.
    private void Feed(ScriptedWatch watch, int version, string? fault, int frames)
    {
        foreach (var (_, frame) in _history.Where(entry => entry.Version > version).Take(fault is null ? int.MaxValue : fault is "ended at once" or "expired" ? 0 : frames))
        {
            Now(watch.SendAsync(frame));
        }

        if (fault is not null)
        {
            Fail(watch, fault);
        }
        else if (_left > 0)
        {
            watch.End();
        }
    }

    private static void Now(Task task) => Assert.That(task.IsCompletedSuccessfully, Is.True);

    private void Fail(ScriptedWatch watch, string fault)
    {
        switch (fault)
        {
            case "cut":
                Now(watch.SendPartAsync("""{"type":"ADDED","obj"""));
                watch.Cut();
                break;
            case "garbled":
                Now(watch.SendAsync("""{"type":"ADDED","object":{]}"""));
                break;
            case "silent":
                onStall();
                break;
            case "expired":
                Now(watch.ErrorAsync(410, "Expired"));
                watch.End();
                break;
            case "internal error":
                Now(watch.ErrorAsync(500, "InternalError"));
                watch.End();
                break;
            default:
                watch.End();
                break;
        }
    }
}
