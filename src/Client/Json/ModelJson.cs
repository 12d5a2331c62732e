using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace KubeController.Client.Json;

/// <summary>Reads and writes the models as <see cref="KubernetesJson"/> does, but faster on dates, exact on micro times, and without <c>managedFields</c>.</summary>
internal sealed class ModelJson
{
    /// <summary>The depth that is read: a schema in a CustomResourceDefinition nests deeper than the 64 levels of the default.</summary>
    public const int MaxDepth = 512;

    private readonly JsonSerializerOptions _options;

    public ModelJson(IJsonTypeInfoResolver? first = null)
    {
        JsonSerializerOptions? options = null;
        KubernetesJson.AddJsonOptions(known => options = new JsonSerializerOptions(known));
        _options = options!;

        // By reflection, and not by the metadata that KubernetesClient generates: those know all of its models, and to ask for the first compiles a method of
        // thousands of lines, 0.3 seconds of CPU at the start of a process that needs ten of them.
        var models = new DefaultJsonTypeInfoResolver();
        _options.TypeInfoResolver = (first is null ? models : JsonTypeInfoResolver.Combine(first, models))
            .WithAddedModifier(ModelModifiers.DropManagedFields)
            .WithAddedModifier(ModelModifiers.WriteMicroTimes);
        _options.MaxDepth = MaxDepth;
        _options.Converters.Insert(0, new DateTimeConverter());
        _options.Converters.Insert(1, new DateTimeOffsetConverter());
        _options.Converters.Insert(2, new QuantityConverter());
        _options.MakeReadOnly();
    }

    /// <summary>The models of KubernetesClient, and any other by reflection.</summary>
    public static ModelJson Default { get; } = new();

    public JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)TypeInfo(typeof(T));

    public JsonTypeInfo TypeInfo(Type model) => _options.GetTypeInfo(model);

    public T? Read<T>(ReadOnlySpan<byte> utf8) => Read(utf8, TypeInfo<T>());

    /// <exception cref="JsonException">The model cannot take it; the message says where, whoever threw it.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> model)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, model);
        }
        catch (JsonException error) when (error.Path is { } path && !error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new JsonException($"{path}: {error.Message}", path, error.LineNumber, error.BytePositionInLine, error);
        }
    }

    public byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());

    public JsonObject ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, TypeInfo<T>()) as JsonObject
        ?? throw new ArgumentException($"'{typeof(T)}' is no object in JSON.", nameof(value));
}
