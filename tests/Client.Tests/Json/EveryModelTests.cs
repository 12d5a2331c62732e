using System.Text.Json;
using k8s;
using k8s.Models;
using KubeController.Client.Json;

namespace KubeController.Client.Tests.Json;

/// <summary>No model of KubernetesClient may be left unreadable by what is changed of its JSON.</summary>
public sealed class EveryModelTests
{
    private const string Text = """{"apiVersion":"a/v1","kind":"K","metadata":{"creationTimestamp":"2030-01-02T03:04:05Z","name":"x"},"spec":{},"status":{}}""";

    // KubernetesJson reads a Status and cannot write one.
    private static IEnumerable<Type> Models => typeof(V1Pod).Assembly.GetExportedTypes()
        .Where(type => type.IsDefined(typeof(KubernetesEntityAttribute), false) && !type.IsAbstract && type != typeof(V1Status));

    [Test]
    public void ReadAndWrite_EveryKind_IsWhatKubernetesJsonMakesOfIt() => Assert.Multiple(() =>
    {
        foreach (var model in Models)
        {
            var theirs = Written(model, KubernetesJsonOf);
            Assert.That(Written(model, ModelJsonOf), Is.EqualTo(theirs), model.Name);
        }
    });

    [Test]
    public void Models_AreMany() => Assert.That(Models.Count(), Is.GreaterThan(100));

    private static string Written(Type model, Func<Type, string> roundTrip)
    {
        try
        {
            return roundTrip(model);
        }
        catch (JsonException)
        {
            return "(refused)";     // a kind whose spec or status is no object
        }
    }

    private static string ModelJsonOf(Type model)
    {
        var info = ModelJson.Default.TypeInfo(model);
        return JsonSerializer.Serialize(JsonSerializer.Deserialize(Text, info), info);
    }

    private static string KubernetesJsonOf(Type model)
    {
        JsonSerializerOptions? options = null;
        KubernetesJson.AddJsonOptions(known => options = known);
        return JsonSerializer.Serialize(JsonSerializer.Deserialize(Text, model, options), model, options);
    }
}
