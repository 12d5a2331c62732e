using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;

namespace KubeController.Reconcilers;

/// <summary>Says what all controllers of a host have in common.</summary>
public sealed class KubeControllerOptions
{
    /// <summary>Gets or sets the kubeconfig file that names the API server.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: the file that the environment variable <c>KUBECONFIG</c> names, <c>~/.kube/config</c>, or the pod's own service account.
    /// Without effect if an <see cref="Client.ApiConnection"/> is registered.
    /// </value>
    public string? Kubeconfig { get; set; }

    /// <summary>Gets or sets the name under which the API server notes what was written.</summary>
    /// <value>The default value is <see langword="null"/>: the server derives one from the user agent. Without effect if an <see cref="Client.ApiConnection"/> is registered.</value>
    public string? FieldManager { get; set; }

    /// <summary>Gets or sets what knows the JSON of models that are known when the program is compiled: a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/>.</summary>
    /// <value>The default value is <see langword="null"/>: every model is read by reflection. Without effect if an <see cref="Client.ApiConnection"/> is registered.</value>
    public IJsonTypeInfoResolver? TypeInfoResolver { get; set; }

    /// <summary>Gets or sets how long the informers may take to list everything before the host gives up and stops.</summary>
    /// <value>The default value is <see langword="null"/>: it waits, such as for a missing CustomResourceDefinition, and says so; see <see cref="SyncWarningInterval"/>.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan? SyncTimeout { get; set; }

    /// <summary>Gets or sets how often it is said which informers are waited for, and why they lag.</summary>
    /// <value>The default value is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan SyncWarningInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long a running reconcile may go on when the host stops, before it is cancelled.</summary>
    /// <value>The default value is 20 seconds: less than the 30 seconds that a host waits by default, so that the cancelled ones are waited for too.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets where chance comes from, for the jitter of every delay: numbers from 0 (inclusive) to 1 (exclusive). Called by many threads.</summary>
    /// <value>The default value is <see langword="null"/>: every part has a generator of its own.</value>
    public Func<double>? Random { get; set; }
}
