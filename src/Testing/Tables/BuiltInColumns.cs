using System.Globalization;
using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Resources;

namespace KubeController.Testing.Tables;

/// <summary>The columns of the built-in kinds. Kinds without an entry show their name and when they were created.</summary>
internal static class BuiltInColumns
{
    private const string AgeDescription =
        "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order"
        + " across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.";

    /// <summary>The column of the age.</summary>
    public static readonly TableColumn Age = new("Age", (resource, now) => Durations.Since(resource.Object("metadata")?.Text("creationTimestamp"), now)) { Description = AgeDescription };

    private static readonly TableColumn CreatedAt = new("Created At", (resource, _) => resource.Object("metadata")?.Text("creationTimestamp")) { Type = "date", Description = AgeDescription };

    private static readonly Dictionary<(string Group, string Kind), IReadOnlyList<TableColumn>> Columns = new()
    {
        [("", "Pod")] = PodColumns.All,
        [("", "Service")] = ServiceColumns.All,
        [("", "Secret")] =
        [
            PrinterColumns.Name,
            Text("Type", resource => resource.Text("type"), "Used to facilitate programmatic handling of secret data. More info: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types"),
            new TableColumn("Data", (resource, _) => resource.Object("data")?.Count ?? 0)
            {
                Description = "Data contains the secret data. Each key must consist of alphanumeric characters, '-', '_' or '.'. The serialized form of the secret data is a base64 encoded string.",
            },
            Age,
        ],
        [("", "ConfigMap")] =
        [
            PrinterColumns.Name,
            new TableColumn("Data", (resource, _) => (resource.Object("data")?.Count ?? 0) + (resource.Object("binaryData")?.Count ?? 0)),
            Age,
        ],
        [("", "Namespace")] = [PrinterColumns.Name, Text("Status", resource => resource.Object("status")?.Text("phase")), Age],
        [("", "Node")] = NodeColumns.All,
        [("", "Event")] = EventColumns.All,
        [("events.k8s.io", "Event")] = EventColumns.All,
        [("", "ServiceAccount")] = [PrinterColumns.Name, new TableColumn("Secrets", (resource, _) => resource.Array("secrets")?.Count ?? 0) { Type = "string" }, Age],
        [("", "PersistentVolumeClaim")] = [PrinterColumns.Name, Text("Status", resource => resource.Object("status")?.Text("phase")), Age],
        [("apps", "Deployment")] = WorkloadColumns.Deployment,
        [("apps", "ReplicaSet")] = WorkloadColumns.ReplicaSet,
        [("apps", "StatefulSet")] = WorkloadColumns.StatefulSet,
        [("batch", "Job")] = WorkloadColumns.Job,
        [("coordination.k8s.io", "Lease")] = [PrinterColumns.Name, Text("Holder", resource => resource.Object("spec")?.Text("holderIdentity")), Age],
        [("rbac.authorization.k8s.io", "RoleBinding")] = [PrinterColumns.Name, Text("Role", Role), Age],
        [("rbac.authorization.k8s.io", "ClusterRoleBinding")] = [PrinterColumns.Name, Text("Role", Role), Age],
        [("networking.k8s.io", "NetworkPolicy")] = [PrinterColumns.Name, Text("Pod-Selector", resource => Selector(resource.Object("spec")?.Object("podSelector"))), Age],
        [("rbac.authorization.k8s.io", "Role")] = [PrinterColumns.Name, CreatedAt],
        [("rbac.authorization.k8s.io", "ClusterRole")] = [PrinterColumns.Name, CreatedAt],
        [("", "LimitRange")] = [PrinterColumns.Name, CreatedAt],
    };

    /// <summary>The columns of a built-in kind.</summary>
    public static IReadOnlyList<TableColumn> Of(ResourceDefinition definition) =>
        Columns.GetValueOrDefault((definition.Group, definition.Kind)) ?? [PrinterColumns.Name, CreatedAt];

    /// <summary>A column of texts.</summary>
    public static TableColumn Text(string name, Func<JsonObject, string?> cell, string description = "", int priority = 0) =>
        new(name, (resource, _) => cell(resource) ?? "") { Description = description, Priority = priority };

    /// <summary>A label selector as kubectl shows it.</summary>
    public static string Selector(JsonObject? selector)
    {
        var labels = (selector?.Object("matchLabels") ?? []).Select(label => $"{label.Key}={label.Value}");
        var expressions = (selector?.Array("matchExpressions")?.OfType<JsonObject>() ?? []).Select(Expression);
        var text = string.Join(',', labels.Concat(expressions));
        return text.Length == 0 ? "<none>" : text;
    }

    /// <summary>A map of labels as kubectl shows it.</summary>
    public static string Labels(JsonObject? labels) =>
        labels is { Count: > 0 } ? string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")) : "<none>";

    /// <summary>A number as text; nothing counts as 0.</summary>
    public static string Number(long? number) => (number ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Expression(JsonObject expression) => expression.Text("operator") switch
    {
        "Exists" => expression.Text("key") ?? "",
        "DoesNotExist" => $"!{expression.Text("key")}",
        var comparison => $"{expression.Text("key")} {comparison?.ToLowerInvariant()} ({string.Join(',', expression.Array("values").Texts())})",
    };

    private static string? Role(JsonObject binding) => $"{binding.Object("roleRef")?.Text("kind")}/{binding.Object("roleRef")?.Text("name")}";
}
