using System.Text.Json.Serialization;
using k8s.Models;

namespace KubeController.Reconcilers.Bench;

/// <summary>The models that the operator reads, known when it is compiled: it starts sooner, and can be published as native code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1OwnerReference[]))]
internal sealed partial class WidgetJson : JsonSerializerContext;
