using System.Globalization;

namespace KubeController.Testing.Json;

/// <summary>The field numbers of the types that kubectl sends as protobuf in its imperative commands (create, auth). Everything else it sends as JSON.</summary>
internal static class ProtobufTypes
{
    // A type a line; a field is number:name:type. Types: s text, i integer, b truth (capitals: also written where they are zero, and meant), t time,
    // y bytes, q quantity, x int or string, m map of texts, my map of bytes, mq map of quantities, - left out, or the name of a type; [] before it says
    // that it repeats.
    private const string Table = """
        ObjectMeta 1:name:s 2:generateName:s 3:namespace:s 4:selfLink:s 5:uid:s 6:resourceVersion:s 7:generation:i 8:creationTimestamp:t 9:deletionTimestamp:t 10:deletionGracePeriodSeconds:I 11:labels:m 12:annotations:m 13:ownerReferences:[]OwnerReference 14:finalizers:[]s
        OwnerReference 1:kind:s 3:name:s 4:uid:s 5:apiVersion:s 6:controller:B 7:blockOwnerDeletion:B
        v1/ConfigMap 1:metadata:ObjectMeta 2:data:m 3:binaryData:my 4:immutable:B
        v1/Secret 1:metadata:ObjectMeta 2:data:my 3:type:s 4:stringData:m 5:immutable:B
        v1/Namespace 1:metadata:ObjectMeta 2:spec:NamespaceSpec 3:status:-
        NamespaceSpec 1:finalizers:[]s
        v1/ServiceAccount 1:metadata:ObjectMeta 2:secrets:[]ObjectReference 3:imagePullSecrets:[]Named 4:automountServiceAccountToken:B
        ObjectReference 1:kind:s 2:namespace:s 3:name:s 4:uid:s 5:apiVersion:s 6:resourceVersion:s 7:fieldPath:s
        Named 1:name:s
        v1/Service 1:metadata:ObjectMeta 2:spec:ServiceSpec 3:status:-
        ServiceSpec 1:ports:[]ServicePort 2:selector:m 3:clusterIP:s 4:type:s 5:externalIPs:[]s 7:sessionAffinity:s 8:loadBalancerIP:s 10:externalName:s 11:externalTrafficPolicy:s 12:healthCheckNodePort:i 13:publishNotReadyAddresses:b 18:clusterIPs:[]s
        ServicePort 1:name:s 2:protocol:s 3:port:i 4:targetPort:x 5:nodePort:i 6:appProtocol:s
        Empty
        authentication.k8s.io/v1/TokenRequest 1:metadata:ObjectMeta 2:spec:TokenRequestSpec 3:status:-
        TokenRequestSpec 1:audiences:[]s 3:boundObjectRef:BoundObjectReference 4:expirationSeconds:I
        BoundObjectReference 1:kind:s 2:apiVersion:s 3:name:s 4:uid:s
        authentication.k8s.io/v1/SelfSubjectReview 1:metadata:ObjectMeta 2:status:-
        authorization.k8s.io/v1/SelfSubjectAccessReview 1:metadata:ObjectMeta 2:spec:AccessReviewSpec 3:status:-
        AccessReviewSpec 1:resourceAttributes:ResourceAttributes 2:nonResourceAttributes:NonResourceAttributes
        ResourceAttributes 1:namespace:s 2:verb:s 3:group:s 4:version:s 5:resource:s 6:subresource:s 7:name:s
        NonResourceAttributes 1:path:s 2:verb:s
        authorization.k8s.io/v1/SelfSubjectRulesReview 1:metadata:ObjectMeta 2:spec:RulesReviewSpec 3:status:-
        RulesReviewSpec 1:namespace:s
        rbac.authorization.k8s.io/v1/Role 1:metadata:ObjectMeta 2:rules:[]PolicyRule
        rbac.authorization.k8s.io/v1/ClusterRole 1:metadata:ObjectMeta 2:rules:[]PolicyRule
        rbac.authorization.k8s.io/v1/RoleBinding 1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
        rbac.authorization.k8s.io/v1/ClusterRoleBinding 1:metadata:ObjectMeta 2:subjects:[]Subject 3:roleRef:RoleRef
        PolicyRule 1:verbs:[]s 2:apiGroups:[]s 3:resources:[]s 4:resourceNames:[]s 5:nonResourceURLs:[]s
        Subject 1:kind:s 2:apiGroup:s 3:name:s 4:namespace:s
        RoleRef 1:apiGroup:s 2:kind:s 3:name:s
        v1/ResourceQuota 1:metadata:ObjectMeta 2:spec:ResourceQuotaSpec 3:status:-
        ResourceQuotaSpec 1:hard:mq 2:scopes:[]s
        scheduling.k8s.io/v1/PriorityClass 1:metadata:ObjectMeta 2:value:i 3:globalDefault:b 4:description:s 5:preemptionPolicy:s
        apps/v1/Deployment 1:metadata:ObjectMeta 2:spec:DeploymentSpec 3:status:-
        DeploymentSpec 1:replicas:I 2:selector:LabelSelector 3:template:PodTemplateSpec 4:strategy:DeploymentStrategy 5:minReadySeconds:i 6:revisionHistoryLimit:I 7:paused:b 9:progressDeadlineSeconds:I
        DeploymentStrategy 1:type:s
        LabelSelector 1:matchLabels:m
        batch/v1/Job 1:metadata:ObjectMeta 2:spec:JobSpec 3:status:-
        JobSpec 1:parallelism:I 2:completions:I 3:activeDeadlineSeconds:I 4:selector:LabelSelector 5:manualSelector:B 6:template:PodTemplateSpec 7:backoffLimit:I 8:ttlSecondsAfterFinished:I 9:completionMode:s 10:suspend:B
        batch/v1/CronJob 1:metadata:ObjectMeta 2:spec:CronJobSpec 3:status:-
        CronJobSpec 1:schedule:s 2:startingDeadlineSeconds:I 3:concurrencyPolicy:s 4:suspend:B 5:jobTemplate:JobTemplateSpec 6:successfulJobsHistoryLimit:I 7:failedJobsHistoryLimit:I 8:timeZone:s
        JobTemplateSpec 1:metadata:ObjectMeta 2:spec:JobSpec
        PodTemplateSpec 1:metadata:ObjectMeta 2:spec:PodSpec
        PodSpec 2:containers:[]Container 3:restartPolicy:s 4:terminationGracePeriodSeconds:I 5:activeDeadlineSeconds:I 6:dnsPolicy:s 7:nodeSelector:m 8:serviceAccountName:s 9:serviceAccount:s 10:nodeName:s 11:hostNetwork:b 12:hostPID:b 13:hostIPC:b 16:hostname:s 17:subdomain:s 19:schedulerName:s 24:priorityClassName:s
        Container 1:name:s 2:image:s 3:command:[]s 4:args:[]s 5:workingDir:s 6:ports:[]ContainerPort 7:env:[]EnvVar 8:resources:Empty 13:terminationMessagePath:s 14:imagePullPolicy:s 16:stdin:b 17:stdinOnce:b 18:tty:b 20:terminationMessagePolicy:s
        ContainerPort 1:name:s 2:hostPort:i 3:containerPort:i 4:protocol:s 5:hostIP:s
        EnvVar 1:name:s 2:value:s
        """;

    private static readonly Dictionary<string, Dictionary<int, (string Name, string Type)>> Types = Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => words.Skip(1).Select(word => word.Split(':')).ToDictionary(Number, field => (field[1], field[2])));

    /// <summary>The fields of a type by their numbers; null where the type is not known here.</summary>
    public static IReadOnlyDictionary<int, (string Name, string Type)>? Find(string type) => Types.GetValueOrDefault(type);

    private static int Number(string[] field) => int.Parse(field[0], CultureInfo.InvariantCulture);
}
