using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using k8s;
using k8s.Models;
using KubeController.Client;

namespace KubeController.Informers;

/// <summary>Says how an informer watches and delivers. Read once, by the informer's constructor.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class InformerOptions<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Gets or sets the clock for every delay, timeout and timestamp.</summary>
    /// <value>The default value is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the source of chance for jitter and watch timeouts: a number in [0, 1). Called by the informer's loop only.</summary>
    /// <value>The default value is an unseeded source; give a seeded one to replay a run.</value>
    public Func<double> Random { get; set; } = static () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>Gets or sets the name in messages and in <see cref="InformerState.Name"/>.</summary>
    /// <value>The default value is <see langword="null"/>: the resource type.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets what makes the meter <c>KubeController.Informers</c>; informers that share it are told apart by the tag <c>name</c>, which is <see cref="Name"/>.</summary>
    /// <value>The default value is <see langword="null"/>: nothing is measured.</value>
    public IMeterFactory? MeterFactory { get; set; }

    /// <summary>Gets or sets the least time a watch is asked to last; each lasts a random time between this and twice this, so that not all are renewed at once.</summary>
    /// <value>The default value is 5 minutes.</value>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gets or sets how long a watch may be silent before it is taken for dead, cut and resumed. Servers send a bookmark about once a minute; where one never
    /// does, the time doubles with each cut, up to the watch's own end.
    /// </summary>
    /// <value>The default value is 70 seconds.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(70);

    /// <summary>Gets or sets the delay before the first retry, and its lower bound; it doubles with each further failure and is spread by up to its own length.</summary>
    /// <value>The default value is 800 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Gets or sets the longest delay before a retry, without the spread.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets for how long the server must deny that there is such a resource type (404), before the objects that the store has of it are taken for gone with their
    /// CustomResourceDefinition. The informer goes on asking, and lists them when they are back.
    /// </summary>
    /// <value>The default value is 1 minute.</value>
    public TimeSpan MissingTypePatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how often each object is shown to the subscribers again although nothing changed. It causes no request.</summary>
    /// <value>The default value is <see cref="TimeSpan.Zero"/>: never.</value>
    public TimeSpan ResyncPeriod { get; set; } = TimeSpan.Zero;

    /// <summary>Gets or sets the number of changes that may wait for a subscriber one by one; beyond it, the changes of a key are merged into the one that waits.</summary>
    /// <value>The default value is 10,000. With 0, everything that waits is merged.</value>
    public int MaxPendingChanges { get; set; } = 10_000;

    /// <summary>Gets or sets a function each object passes on its way into the store, once, for instance to drop what is not needed.</summary>
    /// <remarks>It may modify the object it gets. It must keep name, namespace, uid and resourceVersion. An object for which it throws is treated as undecodable.</remarks>
    /// <value>The default value is <see langword="null"/>: objects are stored as they came. To leave fields out, <see cref="DropFields"/> is cheaper.</value>
    public Func<T, T>? Transform { get; set; }

    /// <summary>
    /// Gets or sets what is called for an object that the model cannot take: once for each of its versions, by the informer's loop, or by whoever is first to read
    /// the object. It must be quick.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: it is logged and counted only.</value>
    public Action<UndecodableObject>? OnUndecodable { get; set; }

    /// <summary>
    /// Gets or sets whether lists are streamed (KEP-3157, Kubernetes 1.34 and later): a watch that begins with the present state costs the server far less memory than a
    /// list. Where the server refuses that, or does not do it well, the informer lists in pages for good, and <see cref="InformerState.FallbackReason"/> says why.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool StreamingLists { get; set; } = true;

    /// <summary>Gets or sets how long the server may take to stream the whole present state, before that counts as one that does not know how to.</summary>
    /// <value>The default value is 60 seconds.</value>
    public TimeSpan StreamingListTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets how the store keeps objects.</summary>
    /// <value>The default value is <see cref="StorageMode.Compact"/>.</value>
    public StorageMode StorageMode { get; set; } = StorageMode.Compact;

    /// <summary>Gets or sets fields that are left out before an object is stored, as <see cref="RecordOptions.DropFields"/> says; <c>managedFields</c> always are.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> DropFields { get; set; } = [];

    /// <summary>
    /// Gets or sets whether every state is decoded once when it arrives, also in <see cref="StorageMode.Compact"/>: one that the model cannot take is then noticed at
    /// once, and its last readable state stays. Otherwise that is so for objects that have been read before; of the others it is noticed by the first to read them.
    /// </summary>
    /// <value>The default value is <see langword="false"/>: what nobody reads costs nothing.</value>
    public bool DecodeOnIntake { get; set; }

    /// <summary>
    /// Gets or sets whether the store shows what this process writes as soon as the server has answered, deletions included, without waiting for the watch: the writes of
    /// every <see cref="ResourceClient"/> over the informer's own connection to objects, their status included. Where resourceVersions are no numbers, and for scales,
    /// evictions and deletes of many, the store waits for the watch.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool ReadYourWrites { get; set; } = true;

    /// <summary>Gets the longest time for which an informer that is well can hear nothing: a whole watch without bookmarks, and a retry.</summary>
    internal TimeSpan LongestSilence => (2 * WatchTimeout) + IdleTimeout + (2 * MaxRetryDelay);

    /// <summary>Returns options that nobody changes any more, whose chance may be asked by several loops at once.</summary>
    internal InformerOptions<T> Copy()
    {
        var copy = (InformerOptions<T>)MemberwiseClone();
        if (Random is { } random)
        {
            var turn = new Lock();
            copy.Random = () =>
            {
                lock (turn)
                {
                    return random();
                }
            };
        }

        return copy;
    }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Random);
        RequireAtLeast(WatchTimeout, TimeSpan.FromSeconds(1), nameof(WatchTimeout));
        RequireAtLeast(IdleTimeout, TimeSpan.FromSeconds(1), nameof(IdleTimeout));
        RequireAtLeast(RetryDelay, TimeSpan.FromMilliseconds(1), nameof(RetryDelay));
        RequireAtLeast(MaxRetryDelay, RetryDelay, nameof(MaxRetryDelay));
        RequireAtLeast(MissingTypePatience, TimeSpan.Zero, nameof(MissingTypePatience));
        RequireAtLeast(ResyncPeriod, TimeSpan.Zero, nameof(ResyncPeriod));
        RequireAtLeast(StreamingListTimeout, TimeSpan.FromSeconds(1), nameof(StreamingListTimeout));
        ArgumentOutOfRangeException.ThrowIfNegative(MaxPendingChanges);
        ArgumentNullException.ThrowIfNull(DropFields);
        if (!Enum.IsDefined(StorageMode))
        {
            throw new ArgumentOutOfRangeException(nameof(StorageMode), StorageMode, $"'{nameof(StorageMode)}' is none of its values.");
        }
    }

    private static void RequireAtLeast(TimeSpan value, TimeSpan least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least {least}.");
        }
    }
}
