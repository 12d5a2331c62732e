namespace KubeController.Testing;

/// <summary>How an <see cref="ApiServer"/> behaves. Read once, when the server starts.</summary>
public sealed class ApiServerOptions
{
    /// <summary>The port on 127.0.0.1. Default: 0, any free port.</summary>
    public int Port { get; set; }

    /// <summary>Whether the server listens on a port at all. Default: true. Without a port only <see cref="ApiServer.CreateHandler"/> leads in.</summary>
    public bool Listen { get; set; } = true;

    /// <summary>
    /// Whether the port speaks TLS, with a certificate that the server makes for itself and puts into the kubeconfig. Default: true.
    /// Kubectl and everything else built on client-go send no token over plain HTTP.
    /// </summary>
    public bool Tls { get; set; } = true;

    /// <summary>The clock of the server: creation times, watch deadlines, bookmarks, token expiry, injected latency. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The seed of all chance: uids, generated names, watch durations. Default: 0. (Secrets, the token and the signing key, are never seeded.)</summary>
    public int Seed { get; set; }

    /// <summary>How many changes of one kind are remembered for watches and paging; a watch from before them gets 410. Default: 10000. At least 1.</summary>
    public int HistorySize { get; set; } = 10_000;

    /// <summary>How many requests <see cref="ApiServer.Requests"/> remembers; the oldest go first. Default: 100000.</summary>
    public int RequestHistorySize { get; set; } = 100_000;

    /// <summary>Whether objects whose owners are gone are deleted, foreground and orphan deletion work, and namespaces are emptied. Default: true.</summary>
    public bool GarbageCollection { get; set; } = true;

    /// <summary>Whether every namespace gets its ServiceAccount <c>default</c> and its ConfigMap <c>kube-root-ca.crt</c>, as from kube-controller-manager. Default: false.</summary>
    public bool NamespaceDefaults { get; set; }

    /// <summary>
    /// Whether the roles and bindings that are stored decide who may do what (403 otherwise), for service accounts and for whoever is impersonated.
    /// Default: false, whoever has credentials may do everything. The administrator may do everything in either case.
    /// </summary>
    public bool Rbac { get; set; }

    /// <summary>The pod runner: plays scheduler and kubelet. Default: null, pods stay Pending.</summary>
    public PodRunnerOptions? Pods { get; set; }

    /// <summary>
    /// Called for every request before it is looked at; what it returns goes wrong. Default: null, nothing goes wrong.
    /// Called on the thread of the request, several at a time; an exception from it is answered with 500.
    /// </summary>
    public Func<ApiRequestInfo, Fault?>? Faults { get; set; }
}
