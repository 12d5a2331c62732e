namespace KubeController.Client.Wire;

/// <summary>Where in an object a <see cref="RecordReader"/> is.</summary>
internal enum RecordLevel
{
    Object,
    Metadata,
    Below,
}
