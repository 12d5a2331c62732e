namespace KubeController.Client.Wire;

internal enum ListProperty
{
    Other,
    Kind,
    Metadata,
    Items,
}
