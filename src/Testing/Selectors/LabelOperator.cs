namespace KubeController.Testing.Selectors;

/// <summary>How a requirement of a label selector compares.</summary>
internal enum LabelOperator
{
    /// <summary>The label is there, with any value.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,

    /// <summary>The label is there with one of the values.</summary>
    In,

    /// <summary>The label is not there, or has another value.</summary>
    NotIn,

    /// <summary>The label is an integer above the value.</summary>
    Greater,

    /// <summary>The label is an integer below the value.</summary>
    Less,
}
