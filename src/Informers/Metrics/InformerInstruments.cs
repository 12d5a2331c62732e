using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace KubeController.Informers.Metrics;

/// <summary>The instruments of all informers of one meter factory: made once, whatever informers come and go.</summary>
internal sealed class InformerInstruments
{
    public const string MeterName = "KubeController.Informers";

    private static readonly ConditionalWeakTable<IMeterFactory, InformerInstruments> Instances = [];

    private ImmutableList<InformerMeter> _informers = [];

    private InformerInstruments(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        CreateProtocol(meter);
        CreateStore(meter);
    }

    public static InformerInstruments Of(IMeterFactory factory) => Instances.GetValue(factory, static made => new(made));

    public void Register(InformerMeter informer) => ImmutableInterlocked.Update(ref _informers, static (informers, added) => informers.Add(added), informer);

    public void Unregister(InformerMeter informer) => ImmutableInterlocked.Update(ref _informers, static (informers, gone) => informers.Remove(gone), informer);

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private void CreateProtocol(Meter meter)
    {
        meter.CreateObservableCounter("kubecontroller.informer.lists", () => Count(state => state.Lists), "{list}", "Lists begun, streamed or in pages.");
        meter.CreateObservableCounter("kubecontroller.informer.streamed_lists", () => Count(state => state.StreamedLists), "{list}", "Streamed lists completed.");
        meter.CreateObservableCounter("kubecontroller.informer.relists", Relists, "{list}", "Lists after the first completed, by what made them necessary.");
        meter.CreateObservableCounter("kubecontroller.informer.fallbacks", () => Count(state => state.Fallbacks), "{fallback}", "How often streaming lists were given up.");
        meter.CreateObservableCounter("kubecontroller.informer.watches", () => Count(state => state.Watches), "{watch}", "Watches begun; a streamed list is one, too.");
        meter.CreateObservableCounter("kubecontroller.informer.watch_restarts", () => Count(state => state.Restarts), "{restart}", "Watches and streamed lists that did not end in good order.");
        meter.CreateObservableCounter("kubecontroller.informer.events", () => Count(state => state.Events), "{event}", "Changes that watches have told of.");
        meter.CreateObservableCounter("kubecontroller.informer.bookmarks", () => Count(state => state.Bookmarks), "{bookmark}", "Bookmarks, other than those that end a streamed list.");
        meter.CreateObservableCounter("kubecontroller.informer.failures", Failures, "{failure}", "Failed requests, each followed by a pause, by their kind.");
        meter.CreateObservableGauge(
            "kubecontroller.informer.last_list_duration", LastListDurations, "s", "How long the last completed list took.");
        meter.CreateObservableGauge(
            "kubecontroller.informer.staleness", () => Measure(figures => figures.Staleness.TotalSeconds), "s", "How long ago the server was heard of last: by a list, an event or a bookmark.");
    }

    private void CreateStore(Meter meter)
    {
        meter.CreateObservableUpDownCounter("kubecontroller.informer.objects", () => Measure(figures => figures.State.ObjectCount), "{object}", "Objects in the store.");
        meter.CreateObservableUpDownCounter("kubecontroller.informer.store_size", StoreSizes, "By", "Bytes of JSON in the store, without what the runtime and indexes need beside them.");
        meter.CreateObservableUpDownCounter(
            "kubecontroller.informer.undecodable", () => Measure(figures => figures.State.UndecodableCount), "{object}", "Objects on the server that the model cannot take at present.");
        meter.CreateObservableCounter(
            "kubecontroller.informer.undecodable_received", () => Count(state => state.UndecodableTotal), "{object}", "Undecodable objects that the server has sent, repetitions included.");
        meter.CreateObservableCounter(
            "kubecontroller.informer.own_writes", () => Count(state => state.OwnWrites), "{write}", "Writes of this process that the store has shown before the watch did.");
        meter.CreateObservableCounter(
            "kubecontroller.informer.version_waits", () => Count(state => state.VersionWaits), "{wait}", "How often somebody had to wait for the store to be as new as a version.");
        meter.CreateObservableCounter("kubecontroller.informer.live_reads", () => Count(state => state.LiveReads), "{read}", "Waits for a version that ended with a read from the server.");
        meter.CreateObservableUpDownCounter("kubecontroller.informer.pending", Pending, "{change}", "Changes that wait for subscribers.");
        meter.CreateObservableGauge(
            "kubecontroller.informer.synced", () => Measure(figures => figures.State.HasSynced ? 1 : 0), "1", "Whether the first list is in the store: 1 or 0.");
    }

    private IEnumerable<Measurement<T>> Measure<T>(Func<InformerFigures, T> figure)
        where T : struct => _informers.Select(informer => new Measurement<T>(figure(informer.Read()), informer.NameTag));

    private IEnumerable<Measurement<long>> Count(Func<InformerState, long> figure) => Measure(figures => figure(figures.State));

    private IEnumerable<Measurement<long>> Relists() =>
        from informer in _informers
        from list in informer.Read().State.CompletedLists
        where list.Key is not ListReason.First
        select new Measurement<long>(list.Value, informer.NameTag, new("reason", NameOf(list.Key)));

    private IEnumerable<Measurement<long>> Failures() =>
        from informer in _informers
        from failure in informer.Read().State.FailuresByKind
        select new Measurement<long>(failure.Value, informer.NameTag, new("reason", NameOf(failure.Key)));

    private IEnumerable<Measurement<double>> LastListDurations() =>
        from informer in _informers
        let took = informer.Read().State.LastListDuration
        where took is not null
        select new Measurement<double>(took.Value.TotalSeconds, informer.NameTag);

    private IEnumerable<Measurement<long>> StoreSizes() =>
        from informer in _informers
        let size = informer.Read().StoreSize
        where size is not null
        select new Measurement<long>(size.Value, informer.NameTag);

    private IEnumerable<Measurement<int>> Pending() =>
        from informer in _informers
        from pending in informer.Read().Pending
        select new Measurement<int>(pending.Value, informer.NameTag, new("subscriber", pending.Key));
}
