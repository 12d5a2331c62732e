using System.Diagnostics.Metrics;

namespace KubeController.Informers;

/// <summary>Says what all informers of a <see cref="SharedInformers"/> have in common.</summary>
public sealed class SharedInformersOptions
{
    /// <summary>Gets or sets the clock of all informers.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the source of chance of all informers: a number in [0, 1). Called by many threads.</summary>
    /// <value>The default value is <see langword="null"/>: each informer has an unseeded one of its own.</value>
    public Func<double>? Random { get; set; }

    /// <summary>Gets or sets what makes the meter of all informers: see <see cref="InformerOptions{T}.MeterFactory"/>.</summary>
    /// <value>The default value is <see langword="null"/>: nothing is measured.</value>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets the number of objects asked for in one page of a list.</summary>
    /// <value>The default value is 500.</value>
    public int PageSize { get; set; } = 500;

    /// <summary>Gets or sets whether lists are streamed, where the server does that: see <see cref="InformerOptions{T}.StreamingLists"/>.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool StreamingLists { get; set; } = true;
}
