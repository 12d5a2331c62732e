using k8s.Models;
using KubeController.Informers;
using KubeController.Samples.AgenticSessions.Pods;
using Microsoft.Extensions.Logging;

namespace KubeController.Samples.AgenticSessions.Starting;

/// <summary>Looks for the certificates a project may bring of its own.</summary>
internal sealed class Certificates(Store<V1ConfigMap> configMaps, ILogger<Certificates> logger)
{
    public bool AreIn(string @namespace)
    {
        if (!configMaps.TryGet(new(@namespace, PodVolumes.Certificates), out var map))
        {
            return false;
        }

        if (map.Data?.ContainsKey(PodVolumes.CertificatesKey) == true || map.BinaryData?.ContainsKey(PodVolumes.CertificatesKey) == true)
        {
            return true;
        }

        logger.CertificatesKeyMissing(@namespace, PodVolumes.Certificates, PodVolumes.CertificatesKey);
        return false;
    }
}
