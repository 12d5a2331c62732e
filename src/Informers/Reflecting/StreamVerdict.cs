namespace KubeController.Informers.Reflecting;

/// <summary>What the failure of a streamed list says of streaming itself.</summary>
internal enum StreamVerdict
{
    /// <summary>Nothing: a list in pages would have failed likewise.</summary>
    NotToBlame,

    /// <summary>It may be to blame: a few of these in a row are one too many.</summary>
    Fruitless,

    /// <summary>The server does not do it, and will not.</summary>
    Refused,
}
