using System.Text.Json.Nodes;
using KubeController.Testing.Resources;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Tests.Validation;

internal sealed class KindRulesTests
{
    [Test]
    public void Default_Pod_IsThatOfARealServer()
    {
        var pod = Json("""{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}""");
        KindRules.Default(pod, Kind("Pod"));
        Assert.That(JsonNode.DeepEquals(pod, JsonNode.Parse("""
            {"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i:1","resources":{},"terminationMessagePath":"/dev/termination-log",
            "terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst",
            "securityContext":{},"schedulerName":"default-scheduler","tolerations":[
            {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
            {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],
            "priority":0,"enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},"status":{"phase":"Pending","qosClass":"BestEffort"}}
            """)), Is.True, pod.ToJsonString());
    }

    [TestCaseSource(nameof(Defaulted))]
    public void Default_CalledTwice_ChangesNothingMore(string kind, string json)
    {
        var resource = Json(json);
        KindRules.Default(resource, Kind(kind));
        var once = resource.ToJsonString();
        KindRules.Default(resource, Kind(kind));
        Assert.That(resource.ToJsonString(), Is.EqualTo(once));
    }

    [TestCase("""{"requests":{"cpu":"100m"}}""", "Burstable")]
    [TestCase("""{"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [TestCase("""{"limits":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    public void Default_PodWithResources_GetsItsQuality(string resources, string quality)
    {
        var pod = Json($$$"""{"spec":{"containers":[{"name":"c","image":"i","resources":{{{resources}}}}]}}""");
        KindRules.Default(pod, Kind("Pod"));
        Assert.That(pod["status"]!["qosClass"]!.GetValue<string>(), Is.EqualTo(quality));
    }

    [Test]
    public void Default_SecretWithStringData_IsEncoded()
    {
        var secret = Json("""{"stringData":{"a":"b"}}""");
        KindRules.Default(secret, Kind("Secret"));
        Assert.That(secret.ToJsonString(), Is.EqualTo("""{"type":"Opaque","data":{"a":"Yg=="}}"""));
    }

    [Test]
    public void Default_Service_GetsAnAddressThatStays()
    {
        var service = Json("""{"metadata":{"namespace":"n","name":"s"},"spec":{"ports":[{"port":80}]}}""");
        var again = service.DeepClone().AsObject();
        KindRules.Default(service, Kind("Service"));
        KindRules.Default(again, Kind("Service"));
        Assert.That(service["spec"]!["clusterIP"]!.GetValue<string>(), Does.Match(@"^10\.(9[6-9]|1[01][0-9])\.").And.EqualTo(again["spec"]!["clusterIP"]!.GetValue<string>()));
        Assert.That(service["spec"]!["ports"]!.ToJsonString(), Is.EqualTo("""[{"port":80,"protocol":"TCP","targetPort":80}]"""));
    }

    [TestCase("Pod", """{"spec":{"containers":[],"restartPolicy":"Often"}}""", "spec.containers: Required value", "spec.restartPolicy: Unsupported value: \"Often\": supported values: \"Always\", \"OnFailure\", \"Never\"")]
    [TestCase("Pod", """{"spec":{"containers":[{}]}}""", "spec.containers[0].name: Required value", "spec.containers[0].image: Required value")]
    [TestCase("Pod", """{"spec":{"containers":[{"name":"c","image":"i","volumeMounts":[{"name":"v","mountPath":"/x"}]}]}}""", "spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [TestCase("ConfigMap", """{"data":{"a/b":"v"}}""", "data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")]
    [TestCase("Lease", """{"spec":{"leaseDurationSeconds":0,"leaseTransitions":-1}}""", "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0", "spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0")]
    [TestCase("Role", """{"rules":[{"apiGroups":[""],"resources":["pods"]},{"verbs":["get"],"nonResourceURLs":["/x"]}]}""", "rules[0].verbs: Required value: verbs must contain at least one value", "rules[1].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot apply to non-resource URLs")]
    [TestCase("Service", """{"metadata":{"name":"s"},"spec":{}}""", "spec.ports: Required value")]
    [TestCase("Deployment", """{"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`")]
    [TestCase("Event", """{"metadata":{"namespace":"n"},"involvedObject":{"namespace":"other"}}""", "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace")]
    public void ValidateCreate_BadObject_GivesTheFaultsOfTheServer(string kind, string json, params string[] faults)
    {
        var resource = Json(json);
        KindRules.Default(resource, Kind(kind));
        Assert.That(KindRules.ValidateCreate(resource, Kind(kind)).Select(fault => fault.ToString()), Is.EqualTo(faults));
    }

    [TestCase("""{"spec":{"containers":[{"name":"c","image":"i:2"}],"activeDeadlineSeconds":50}}""")]
    [TestCase("""{"spec":{"containers":[{"name":"c","image":"i:1"}],"activeDeadlineSeconds":200}}""", "spec.activeDeadlineSeconds: Invalid value: 200: must be less than or equal to previous value")]
    [TestCase("""{"spec":{"containers":[{"name":"c","image":"i:1"}]}}""", "spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value")]
    [TestCase("""{"spec":{"containers":[{"name":"c","image":"i:1"},{"name":"d","image":"x"}],"activeDeadlineSeconds":100}}""", "spec.containers: Forbidden: pod updates may not add or remove containers")]
    public void ValidateUpdate_Pod_MayChangeLittle(string json, params string[] faults)
    {
        var pod = Json(json);
        var old = Json("""{"spec":{"containers":[{"name":"c","image":"i:1"}],"activeDeadlineSeconds":100}}""");
        KindRules.Default(pod, Kind("Pod"));
        KindRules.Default(old, Kind("Pod"));
        Assert.That(KindRules.ValidateUpdate(pod, old, Kind("Pod")).Select(fault => fault.ToString()), Is.EqualTo(faults));
    }

    [Test]
    public void ValidateUpdate_NodeNameOfAPod_IsForbiddenWithTheListOfWhatMayChange()
    {
        var pod = Json("""{"spec":{"nodeName":"x","containers":[{"name":"c","image":"i"}]}}""");
        var fault = KindRules.ValidateUpdate(pod, Json("""{"spec":{"containers":[{"name":"c","image":"i"}]}}"""), Kind("Pod")).Single();
        Assert.That(fault.Message, Does.StartWith("Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"));
    }

    [Test]
    public void ValidateUpdate_ImmutableConfigMap_MayNotChange() =>
        Assert.That(
            KindRules.ValidateUpdate(Json("""{"immutable":true,"data":{"a":"2"}}"""), Json("""{"immutable":true,"data":{"a":"1"}}"""), Kind("ConfigMap")).Select(fault => fault.ToString()),
            Is.EqualTo(new[] { "data: Forbidden: field is immutable when `immutable` is set" }));

    private static IEnumerable<TestCaseData> Defaulted()
    {
        foreach (var (kind, json) in new[]
        {
            ("Pod", """{"spec":{"containers":[{"name":"c","image":"i","livenessProbe":{"httpGet":{"port":80}}}],"volumes":[{"name":"v"},{"name":"s","secret":{}}]}}"""),
            ("Deployment", """{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}"""),
            ("StatefulSet", """{"spec":{"volumeClaimTemplates":[{"spec":{}}]}}"""),
            ("Job", """{"metadata":{"uid":"u","name":"j"},"spec":{}}"""),
            ("CronJob", """{"spec":{"schedule":"* * * * *"}}"""),
            ("Service", """{"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","ports":[{"port":1}]}}"""),
            ("Namespace", """{"metadata":{"name":"n"}}"""),
            ("Event", """{}"""),
            ("LimitRange", """{"spec":{"limits":[{"type":"Container","max":{"cpu":"1"}}]}}"""),
            ("NetworkPolicy", """{"spec":{"egress":[{"ports":[{"port":1}]}]}}"""),
            ("HorizontalPodAutoscaler", """{"spec":{"maxReplicas":3}}"""),
        })
        {
            yield return new TestCaseData(kind, json).SetArgDisplayNames(kind);
        }
    }

    private static ResourceDefinition Kind(string kind) => BuiltInKinds.All.First(definition => definition.Kind == kind);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
