using k8s;
using k8s.Models;

namespace KubeController.Informers.Bench;

/// <summary>A custom resource with a payload of about 1 KB in 32 fields.</summary>
[KubernetesEntity(Group = "bench.example.com", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
internal sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    public const int Fields = 32;

    public string ApiVersion { get; set; } = "bench.example.com/v1";

    public string Kind { get; set; } = "Widget";

    public V1ObjectMeta Metadata { get; set; } = new();

    public Dictionary<string, string>? Spec { get; set; }

    public static string NameOf(int i) => $"widget-{i:D5}";

    public static string SpecOf(int i, int round) =>
        string.Join(',', Enumerable.Range(0, Fields).Select(field => $"\"field{field:D2}\":\"{(i * 31) + (field * 7) + round:x8}abcdefghijkl\""));

    /// <summary>The object as a user writes it.</summary>
    public static string JsonOf(int i) =>
        $$$"""{"apiVersion":"bench.example.com/v1","kind":"Widget","metadata":{"name":"{{{NameOf(i)}}}","namespace":"team-{{{i % 20:D2}}}","labels":{"app":"web","tier":"t{{{i % 5}}}"}},"spec":{{{{SpecOf(i, 0)}}}}}""";

    /// <summary>The object as a server writes it, with managedFields: about 2.2 KB.</summary>
    public static string StoredJsonOf(int i, long version) =>
        $$$$"""{"apiVersion":"bench.example.com/v1","kind":"Widget","metadata":{"name":"{{{{NameOf(i)}}}}","namespace":"team-{{{{i % 20:D2}}}}","uid":"3f0c2b1e-8f5e-4a3f-9c1d-{{{{i:D12}}}}","resourceVersion":"{{{{version:D10}}}}","generation":1,"creationTimestamp":"2030-01-02T03:04:05Z","labels":{"app":"web","tier":"t{{{{i % 5}}}}"},"managedFields":[{"manager":"bench","operation":"Update","apiVersion":"bench.example.com/v1","time":"2030-01-02T03:04:05Z","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},"f:app":{},"f:tier":{}}},"f:spec":{".":{},{{{{string.Join(',', Enumerable.Range(0, Fields).Select(field => $"\"f:field{field:D2}\":{{}}"))}}}}}}}]},"spec":{{{{{SpecOf(i, 0)}}}}}}""";
}
