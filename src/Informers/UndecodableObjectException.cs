using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Says that an object is on the server, but that its model cannot take it. Its metadata can be read all the same.</summary>
public sealed class UndecodableObjectException : Exception
{
    internal UndecodableObjectException(Type model, UndecodableObject undecodable)
        : base(
            $"'{undecodable.Key}' at resourceVersion '{undecodable.ResourceVersion}' is there, but does not decode as {model.Name}: {undecodable.Error.Message} "
            + "Mend the object or the model.",
            undecodable.Error) => Undecodable = undecodable;

    /// <summary>Gets name, version and the fault.</summary>
    public UndecodableObject Undecodable { get; }
}
