namespace KubeController.EndToEnd.Kubectl;

internal static class Manifests
{
    /// <summary>A custom kind with a schema, a status, printer columns, short names and a category.</summary>
    public const string Gadgets = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: gadgets.e2e.example.com
        spec:
          group: e2e.example.com
          scope: Namespaced
          names: {plural: gadgets, singular: gadget, kind: Gadget, listKind: GadgetList, shortNames: [gd], categories: [all]}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns:
            - {name: Size, type: integer, jsonPath: .spec.size}
            - {name: Phase, type: string, jsonPath: .status.phase}
            - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    required: [size]
                    properties:
                      size: {type: integer, minimum: 1, description: How large it is.}
                      color: {type: string, default: red}
                      tags: {type: array, items: {type: string}}
                  status:
                    type: object
                    properties:
                      phase: {type: string}
        """;

    public static string Gadget(string name, int size, string color = "red") => $$"""
        apiVersion: e2e.example.com/v1
        kind: Gadget
        metadata:
          name: {{name}}
          labels: {tier: gold}
        spec:
          size: {{size}}
          color: {{color}}
        """;

    public static string Pod(string name, string annotations = "{}") => $$"""
        apiVersion: v1
        kind: Pod
        metadata:
          name: {{name}}
          labels: {app: {{name}}}
          annotations: {{annotations}}
        spec:
          restartPolicy: Never
          containers:
          - name: main
            image: example.com/main:1
        """;

    public static string ConfigMap(string name, string value) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: {{name}}
        data:
          key: {{value}}
        """;
}
