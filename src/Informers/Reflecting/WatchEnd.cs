namespace KubeController.Informers.Reflecting;

/// <summary>How a watch ended.</summary>
internal enum WatchEnd
{
    /// <summary>The server ended the stream in good order.</summary>
    Clean,

    /// <summary>An error frame came.</summary>
    ErrorFrame,

    /// <summary>The request was refused, or the stream broke or could not be understood.</summary>
    Failure,

    /// <summary>The stream was silent for too long, or longer open than asked for, and was cut by us.</summary>
    Silence,
}
