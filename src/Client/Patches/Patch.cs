namespace KubeController.Client;

/// <summary>Describes a change of an object: a <see cref="MergePatch"/>, a <see cref="StrategicMergePatch"/> or a <see cref="JsonPatch"/>.</summary>
public abstract class Patch
{
    private protected Patch()
    {
    }

    /// <summary>Gets the media type that tells the server which kind of patch it is.</summary>
    public abstract string MediaType { get; }

    /// <summary>Gets whether the patch changes nothing, so that sending it can be saved.</summary>
    public abstract bool IsEmpty { get; }

    internal abstract byte[] ToUtf8();
}
