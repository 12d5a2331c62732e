namespace KubeController.Informers;

/// <summary>Says how a store keeps objects.</summary>
public enum StorageMode
{
    /// <summary>
    /// As UTF-8 JSON: small, and cheap to take in. Whoever reads an object gets a fresh one, and may modify it. An object that its model cannot take is noticed
    /// when it is read (<see cref="InformerOptions{T}.DecodeOnIntake"/>).
    /// </summary>
    Compact,

    /// <summary>As live objects: large, and cheap to read. They are shared by all readers and subscribers, who must not modify them.</summary>
    Objects,
}
