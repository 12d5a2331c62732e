namespace KubeController.Client;

/// <summary>Says what becomes of fields of a write that the schema does not know, or that are there twice.</summary>
public enum FieldValidation
{
    /// <summary>They are dropped in silence.</summary>
    Ignore,

    /// <summary>They are dropped, and each is a warning of the answer (<see cref="ApiConnectionOptions.OnWarning"/>).</summary>
    Warn,

    /// <summary>The write is refused: 400, or 422 for a merge or JSON patch.</summary>
    Strict,
}
