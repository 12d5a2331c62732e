using System.Text.Json;
using KubeController.Client;

namespace KubeController.Informers.Reflecting;

/// <summary>Tells of what kind a failure is.</summary>
internal static class FailureKinds
{
    public static FailureKind Of(Exception error) => error switch
    {
        ApiException answer => OfAnswer(answer),
        TimeoutException or OperationCanceledException => FailureKind.Timeout,
        InvalidDataException or JsonException => FailureKind.Unreadable,
        HttpRequestException or IOException => FailureKind.Connection,
        _ => FailureKind.Other,
    };

    private static FailureKind OfAnswer(ApiException answer) => (int)answer.StatusCode switch
    {
        401 => FailureKind.Unauthorized,
        403 => FailureKind.Forbidden,
        404 => FailureKind.NotFound,
        410 => FailureKind.Expired,
        429 => FailureKind.Throttled,
        >= 400 and < 500 => FailureKind.Refused,
        >= 500 => FailureKind.ServerError,
        _ => FailureKind.Other,
    };
}
