using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Tables;

namespace KubeController.Testing.Tests.Tables;

internal sealed class TablePrinterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestCase("Pod", """{"metadata":{"name":"p","creationTimestamp":"2026-01-02T03:00:05Z"},"spec":{"containers":[{}]},"status":{"phase":"Pending"}}""", """["p","0/1","Pending","0","4m"]""")]
    [TestCase(
        "Pod",
        """{"metadata":{"name":"p","creationTimestamp":"2026-01-02T03:00:00Z"},"spec":{"containers":[{},{}]},"status":{"phase":"Running","containerStatuses":[{"ready":true,"restartCount":2,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-01-02T03:03:35Z"}}},{"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}""",
        """["p","1/2","ImagePullBackOff","2 (30s ago)","4m5s"]""")]
    [TestCase("Pod", """{"metadata":{"name":"p"},"spec":{"containers":[{}]},"status":{"phase":"Failed","containerStatuses":[{"restartCount":0,"state":{"terminated":{"exitCode":2,"reason":"Error"}}}]}}""", """["p","0/1","Error","0","\u003Cunknown\u003E"]""")]
    [TestCase("Pod", """{"metadata":{"name":"p","deletionTimestamp":"2026-01-02T03:04:00Z"},"spec":{"containers":[{}]},"status":{"phase":"Running"}}""", """["p","0/1","Terminating","0","\u003Cunknown\u003E"]""")]
    [TestCase("Service", """{"metadata":{"name":"s","creationTimestamp":"2026-01-01T03:04:05Z"},"spec":{"type":"NodePort","clusterIP":"10.96.0.7","ports":[{"port":80,"protocol":"TCP","nodePort":30080}]}}""", """["s","NodePort","10.96.0.7","\u003Cnone\u003E","80:30080/TCP","24h"]""")]
    [TestCase("Secret", """{"metadata":{"name":"s","creationTimestamp":"2026-01-02T03:04:00Z"},"type":"Opaque","data":{"a":"YQ=="}}""", """["s","Opaque",1,"5s"]""")]
    [TestCase("ConfigMap", """{"metadata":{"name":"c","creationTimestamp":"2025-12-30T03:04:05Z"},"data":{"a":"b"}}""", """["c",1,"3d"]""")]
    [TestCase("Namespace", """{"metadata":{"name":"n","creationTimestamp":"2019-01-02T03:04:05Z"},"status":{"phase":"Active"}}""", """["n","Active","7y2d"]""")]
    [TestCase("Deployment", """{"metadata":{"name":"d","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{"replicas":3},"status":{"readyReplicas":2,"updatedReplicas":3,"availableReplicas":2}}""", """["d","2/3","3","2","0s"]""")]
    [TestCase("Lease", """{"metadata":{"name":"l","creationTimestamp":"2026-01-02T01:04:05Z"},"spec":{"holderIdentity":"me"}}""", """["l","me","120m"]""")]
    [TestCase("RoleBinding", """{"metadata":{"name":"r","creationTimestamp":"2026-01-02T03:04:05Z"},"roleRef":{"kind":"Role","name":"x"}}""", """["r","Role/x","0s"]""")]
    [TestCase("Role", """{"metadata":{"name":"r","creationTimestamp":"2026-01-02T03:04:05Z"}}""", """["r","2026-01-02T03:04:05Z"]""")]
    public void Table_BuiltInKind_ShowsWhatKubectlShows(string kind, string resource, string cells)
    {
        var definition = BuiltInKinds.All.First(definition => definition.Kind == kind);
        var table = TablePrinter.Table(definition, [Json(resource)], [], "Metadata", withColumns: true, Now);
        var narrow = table["columnDefinitions"]!.AsArray().Count(column => column!["priority"]!.GetValue<int>() == 0);
        Assert.That($"[{string.Join(',', table["rows"]![0]!["cells"]!.AsArray().Take(narrow).Select(cell => cell?.ToJsonString() ?? "null"))}]", Is.EqualTo(cells));
    }

    [Test]
    public void Table_PrinterColumns_ShowValuesOfTheirType()
    {
        var definition = Looms with
        {
            PrinterColumns = JsonNode.Parse("""
                [{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Color","type":"string","jsonPath":".spec.color","priority":1,"description":"the color"},
                {"name":"At","type":"date","jsonPath":".spec.at"},{"name":"First","type":"string","jsonPath":".spec.list[0]"},
                {"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},{"name":"Phase","type":"string","jsonPath":".status.phase"}]
                """)!.AsArray(),
        };
        var full = Json("""{"metadata":{"name":"l1"},"spec":{"size":3,"color":"red","at":"2025-01-01T00:00:00Z","list":["x","y"]},"status":{"conditions":[{"type":"A","status":"1"},{"type":"Ready","status":"True"}]}}""");
        var table = TablePrinter.Table(definition, [full, Json("""{"metadata":{"name":"l2"},"spec":{"size":"text"}}""")], [], "None", withColumns: true, Now);
        Assert.That(table["rows"]!.ToJsonString(), Is.EqualTo("""[{"cells":["l1",3,"red","366d","x","True",null],"object":null},{"cells":["l2",null,null,null,null,null,null],"object":null}]"""));
        Assert.That(table["columnDefinitions"]![2]!.ToJsonString(), Is.EqualTo("""{"name":"Color","type":"string","format":"","description":"the color","priority":1}"""));
        Assert.That(table["columnDefinitions"]![1]!["description"]!.GetValue<string>(), Is.EqualTo("Custom resource definition column (in JSONPath format): .spec.size"));
    }

    [Test]
    public void Table_CustomKindWithoutColumns_ShowsNameAndAge()
    {
        var table = TablePrinter.Table(Looms, [Json("""{"metadata":{"name":"l","creationTimestamp":"2026-01-02T03:04:00Z"}}""")], [], "Object", withColumns: true, Now);
        Assert.That(table["rows"]![0]!["cells"]!.ToJsonString(), Is.EqualTo("""["l","5s"]"""));
        Assert.That(table["rows"]![0]!["object"]!["metadata"]!["name"]!.GetValue<string>(), Is.EqualTo("l"));
    }

    [Test]
    public void Table_WithoutColumns_HasNullInTheirPlace() =>
        Assert.That(TablePrinter.Table(Looms, [], [], "Metadata", withColumns: false, Now).ToJsonString(), Does.Contain("\"columnDefinitions\":null,\"rows\":[]"));

    [TestCase(0, "0s")]
    [TestCase(119, "119s")]
    [TestCase(120, "2m")]
    [TestCase(200, "3m20s")]
    [TestCase(3600, "60m")]
    [TestCase(11_100, "3h5m")]
    [TestCase(36_000, "10h")]
    [TestCase(183_600, "2d3h")]
    [TestCase(864_000, "10d")]
    [TestCase(-5, "<invalid>")]
    public void Text_Span_IsShortened(int seconds, string expected) => Assert.That(Durations.Text(TimeSpan.FromSeconds(seconds)), Is.EqualTo(expected));

    private static readonly ResourceDefinition Looms = new()
    {
        Group = "rec2.example.com",
        Version = "v1",
        Kind = "Loom",
        ListKind = "LoomList",
        Plural = "looms",
        Singular = "loom",
        Namespaced = true,
        IsCustom = true,
    };

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
