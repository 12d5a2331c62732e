namespace KubeController.Testing.Controllers.Pods;

/// <summary>Where a pod runs.</summary>
internal sealed record PodPlace(string Node, string HostIp, string PodIp);
