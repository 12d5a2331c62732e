namespace KubeController.Informers;

/// <summary>Says why an informer lists.</summary>
public enum ListReason
{
    /// <summary>It has just begun, and knows nothing.</summary>
    First,

    /// <summary>The version from which the watch was to go on is too old for the server (410).</summary>
    Expired,

    /// <summary>The server ended a watch with an error other than that, such as an object in its storage that it cannot read.</summary>
    WatchError,

    /// <summary>Five watches in a row failed without getting further: there may be something at this version that cannot be got past.</summary>
    WatchFailed,

    /// <summary>The server did not know the resource type (404): a CustomResourceDefinition was missing, and what is there when it is back is anyone's guess.</summary>
    TypeMissing,

    /// <summary>Three watches in a row said nothing at all: a server that was restored to an older version is silent for as long as it lags behind.</summary>
    Silence,
}
