using System.Diagnostics.Metrics;
using System.Text.Json.Serialization.Metadata;
using k8s;
using Microsoft.Extensions.Logging;

namespace KubeController.Client;

/// <summary>Configures an <see cref="ApiConnection"/>; read once, when the connection is created.</summary>
public sealed record ApiConnectionOptions
{
    /// <summary>Gets what tells time and waits.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the chance that spreads retries: numbers from 0 up to, but not including, 1. Called by many threads.</summary>
    /// <value>The default value is a generator with a seed of its own.</value>
    public Func<double> Random { get; init; } = Chance.Create();

    /// <summary>Gets where messages go.</summary>
    /// <value>The default value is <see langword="null"/>: nowhere.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Gets what makes the meter <c>KubeController.Client</c>, as that of the host's services.</summary>
    /// <value>The default value is <see langword="null"/>: the connection makes one of its own.</value>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Gets what is called with each <c>Warning</c> header of an answer, by the thread that got it and before the caller has the answer.</summary>
    /// <value>The default value is <see langword="null"/>. In any case each text is logged once. What it throws is logged, and the request goes on.</value>
    public Action<ServerWarning>? OnWarning { get; init; }

    /// <summary>Gets what the connection calls itself, such as <c>my-operator/1.2</c>.</summary>
    /// <value>The default value is <see langword="null"/>: that of the configuration, or else the program's name and this library's.</value>
    public string? UserAgent { get; init; }

    /// <summary>Gets the field manager that writes are recorded under.</summary>
    /// <value>The default value is <see langword="null"/>: the server takes the first word of the user agent.</value>
    public string? FieldManager { get; init; }

    /// <summary>Gets how often a failed request is tried again; zero never.</summary>
    /// <value>The default value is 6, at most 100. A watch is never retried here: whoever reads it knows from where to go on.</value>
    public int MaxRetries { get; init; } = 6;

    /// <summary>Gets the wait before the first retry; it doubles with each further one, and is spread by chance. A Retry-After of the server takes its place.</summary>
    /// <value>The default value is 200 milliseconds.</value>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets the longest wait before a retry, but for a Retry-After of the server.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets how long a call may take in all, its retries and the waits between them included.</summary>
    /// <value>
    /// The default value is 60 seconds, at least 10 milliseconds and at most a day. For a list and a watch it holds until the headers of the response are
    /// there; then a list may take as long as it makes progress, and ends when nothing arrives for this long, and a watch takes as long as it takes.
    /// </value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets what loads the configuration anew after the server refused the credentials (401), such as a call of <c>BuildDefaultConfig</c>.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: credentials are what the configuration's provider gives. Called at most every 10 seconds, and only the
    /// credentials of the result are used.
    /// </value>
    public Func<CancellationToken, Task<KubernetesClientConfiguration>>? ReloadConfiguration { get; init; }

    /// <summary>Gets what knows how to read and write your models without reflection, such as a <c>JsonSerializerContext</c>.</summary>
    /// <value>The default value is <see langword="null"/>: the models of KubernetesClient are known, others are read by reflection.</value>
    public IJsonTypeInfoResolver? TypeInfoResolver { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Random);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, RetryDelay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetryDelay, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestTimeout, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RequestTimeout, TimeSpan.FromDays(1));
    }
}
