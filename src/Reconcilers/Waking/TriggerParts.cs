using k8s;
using k8s.Models;
using KubeController.Reconcilers.Hosting;
using KubeController.Reconcilers.Telemetry;

namespace KubeController.Reconcilers.Waking;

/// <summary>What the triggers of one controller are made of.</summary>
/// <param name="Own">The informer of the controller's own resources.</param>
/// <param name="Informers">Lends others.</param>
/// <param name="Surroundings">Time and chance.</param>
/// <param name="Telemetry">Where it is told what they do.</param>
internal sealed record TriggerParts<TResource>(
    InformerLoan<TResource> Own, InformerLender Informers, ControllerSurroundings Surroundings, ControllerTelemetry Telemetry)
    where TResource : class, IKubernetesObject<V1ObjectMeta>;
