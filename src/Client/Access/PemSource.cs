namespace KubeController.Client.Access;

/// <summary>Where certificates or a key come from: given once, or a file that may be replaced at any time.</summary>
internal sealed record PemSource(byte[]? Data, string? Path)
{
    /// <summary>Returns the source of what a configuration has as base64 text or as a file; <see langword="null"/> if it has neither.</summary>
    public static PemSource? Of(string? base64, string? path) =>
        !string.IsNullOrWhiteSpace(base64) ? new(Convert.FromBase64String(base64), null)
        : !string.IsNullOrWhiteSpace(path) ? new(null, path)
        : null;

    public byte[] Read() => Data ?? File.ReadAllBytes(Path!);
}
