using System.Text;
using System.Text.Json;
using k8s;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Tests.Json;

public sealed class ModelJsonTests
{
    [Test]
    public void Write_LeaseTimes_HaveSixDigitsAlways()
    {
        var lease = new V1Lease
        {
            Spec = new() { AcquireTime = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc), RenewTime = new DateTime(2030, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc) },
        };
        var text = Text(lease);
        Assert.That(text, Does.Contain("\"acquireTime\":\"2030-01-02T03:04:05.000000Z\"").And.Contain("\"renewTime\":\"2030-01-02T03:04:05.678000Z\""));
    }

    [Test]
    public void Write_EveryMicroTimeOfTheModels_HasSixDigits()
    {
        var at = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        string[] texts =
        [
            Text(new V1beta1LeaseCandidateSpec { PingTime = at, RenewTime = at }),
            Text(new V1alpha2LeaseCandidateSpec { PingTime = at, RenewTime = at }),
            Text(new Eventsv1Event { EventTime = at, Series = new() { LastObservedTime = at } }),
            Text(new Corev1EventSeries { LastObservedTime = at }),
        ];
        Assert.That(texts, Is.All.Contains("05.000000Z").And.All.Not.Contains("05Z"));
    }

    [Test]
    public void Write_EventTimes_HaveSixDigitsWhereTheServerAsksForThem()
    {
        var at = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var text = Text(new Corev1Event { EventTime = at, FirstTimestamp = at, InvolvedObject = new(), Metadata = new() });
        Assert.That(text, Does.Contain("\"eventTime\":\"2030-01-02T03:04:05.000000Z\"").And.Contain("\"firstTimestamp\":\"2030-01-02T03:04:05Z\""));
    }

    [Test]
    public void Read_EventWithoutTime_IsNull() =>
        Assert.That(ModelJson.Default.Read<Corev1Event>("""{"eventTime":null,"metadata":{}}"""u8)!.EventTime, Is.Null);

    [TestCase("2030-01-02T03:04:05Z", 0)]
    [TestCase("2030-01-02T03:04:05.5Z", 5_000_000)]
    [TestCase("2030-01-02T03:04:05.123456Z", 1_234_560)]
    [TestCase("2030-01-02T03:04:05.123456789Z", 1_234_567)]
    [TestCase("2030-01-02T05:04:05+02:00", 0)]
    [TestCase("2030-01-02 03:04:05", 0)]
    public void Read_Time_IsUtc(string text, long ticks)
    {
        var meta = ModelJson.Default.Read<V1ObjectMeta>(Encoding.UTF8.GetBytes($$"""{"creationTimestamp":"{{text}}"}"""))!;
        Assert.That(meta.CreationTimestamp, Is.EqualTo(new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(ticks)));
        Assert.That(meta.CreationTimestamp!.Value.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [TestCase("\"yesterday\"")]
    [TestCase("7")]
    [TestCase("{}")]
    public void Read_NoTime_SaysWhere(string value) =>
        Assert.That(
            () => ModelJson.Default.Read<V1ObjectMeta>(Encoding.UTF8.GetBytes($$"""{"creationTimestamp":{{value}}}""")),
            Throws.TypeOf<JsonException>().With.Message.Contains("$.creationTimestamp: ").And.Message.Contains("is no time"));

    [Test]
    public void WriteAndRead_Pod_IsWhatKubernetesJsonMakesOfIt()
    {
        var pod = new V1Pod
        {
            Metadata = new() { Name = "x", CreationTimestamp = new DateTime(2030, 1, 2, 3, 4, 5, 123, DateTimeKind.Utc) },
            Spec = new()
            {
                Containers =
                [
                    new()
                    {
                        Name = "c",
                        Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("500m"), ["memory"] = new("1Gi") } },
                        LivenessProbe = new() { HttpGet = new() { Port = "http" } },
                        ReadinessProbe = new() { HttpGet = new() { Port = 8080 } },
                    },
                ],
            },
        };
        var text = Text(pod);
        Assert.That(text, Is.EqualTo(KubernetesJson.Serialize(pod)));
        Assert.That(Text(ModelJson.Default.Read<V1Pod>(Encoding.UTF8.GetBytes(text))!), Is.EqualTo(text));
    }

    [TestCase("\"100m\"", "100m")]
    [TestCase("\"1.5Gi\"", "1536Mi")]
    [TestCase("2", "2")]
    [TestCase("0.5", "500m")]
    [TestCase("\"1\\u00304m\"", "104m")]
    [TestCase("\"12e6\"", "12e6")]
    public void Read_Quantity_IsWhatKubernetesJsonMakesOfIt(string value, string expected)
    {
        var text = Encoding.UTF8.GetBytes($$$"""{"limits":{"cpu":{{{value}}},"memory":{{{value}}} }}""");
        var limits = ModelJson.Default.Read<V1ResourceRequirements>(text)!.Limits;
        Assert.That(limits["cpu"].ToString(), Is.EqualTo(expected));
        Assert.That(limits["memory"], Is.EqualTo(limits["cpu"]));
        Assert.That(KubernetesJson.Deserialize<V1ResourceRequirements>(Encoding.UTF8.GetString(text)).Limits["cpu"], Is.EqualTo(limits["cpu"]));
    }

    [TestCase("\"much\"")]
    [TestCase("\"\"")]
    [TestCase("\"1Zi\"")]
    [TestCase("true")]
    public void Read_NoQuantity_SaysWhere(string value) =>
        Assert.That(
            () => ModelJson.Default.Read<V1ResourceRequirements>(Encoding.UTF8.GetBytes($$$"""{"limits":{"cpu":{{{value}}} }}""")),
            Throws.TypeOf<JsonException>().With.Message.Contains("$.limits.cpu").And.Message.Contains("is no quantity"));

    [Test]
    public void Read_ManagedFields_AreSkippedEvenIfTheyMakeNoSense()
    {
        var meta = ModelJson.Default.Read<V1ObjectMeta>("""{"managedFields":{"no":"list"},"name":"x"}"""u8)!;
        Assert.That(meta.Name, Is.EqualTo("x"));
        Assert.That(meta.ManagedFields, Is.Null);
    }

    [Test]
    public void Read_OwnModel_GoesByReflectionInCamelCase()
    {
        var own = ModelJson.Default.Read<OwnResource>("""{"metadata":{"name":"x"},"spec":{"size":"Large","firstSeen":"2030-01-02T03:04:05Z"}}"""u8)!;
        Assert.That(own.Spec!.Size, Is.EqualTo(OwnSize.Large));
        Assert.That(own.Spec.FirstSeen, Is.EqualTo(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        Assert.That(Text(own), Does.Contain("\"size\":\"Large\"").And.Contain("\"firstSeen\":\"2030-01-02T03:04:05Z\""));
    }

    [Test]
    public void Read_DeepSchema_IsRead()
    {
        var text = string.Concat(Enumerable.Repeat("""{"properties":{"p":""", 100)) + "{}" + new string('}', 200);
        Assert.That(ModelJson.Default.Read<V1JSONSchemaProps>(Encoding.UTF8.GetBytes(text)), Is.Not.Null);
    }

    private static string Text<T>(T value) => Encoding.UTF8.GetString(ModelJson.Default.Write(value));

    private sealed class OwnResource
    {
        public V1ObjectMeta? Metadata { get; set; }

        public OwnSpec? Spec { get; set; }
    }

    private sealed class OwnSpec
    {
        public OwnSize Size { get; set; }

        public DateTimeOffset? FirstSeen { get; set; }
    }

    private enum OwnSize
    {
        Small,
        Large,
    }
}
