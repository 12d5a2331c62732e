using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace KubeController.Client.Json;

/// <summary>What is changed in how the models are read and written.</summary>
internal static class ModelModifiers
{
    /// <summary>The types of metav1.MicroTime fields, and those fields: the server refuses them without exactly six digits of a second.</summary>
    private static readonly Dictionary<Type, string[]> MicroTimes = new()
    {
        [typeof(V1LeaseSpec)] = ["acquireTime", "renewTime"],
        [typeof(V1alpha2LeaseCandidateSpec)] = ["pingTime", "renewTime"],
        [typeof(V1beta1LeaseCandidateSpec)] = ["pingTime", "renewTime"],
        [typeof(Corev1Event)] = ["eventTime"],
        [typeof(Corev1EventSeries)] = ["lastObservedTime"],
        [typeof(Eventsv1Event)] = ["eventTime"],
        [typeof(Eventsv1EventSeries)] = ["lastObservedTime"],
    };

    /// <summary>
    /// managedFields is a third of a typical object and of no use to a controller. It is skipped on reading; a write without it leaves the server's own alone.
    /// </summary>
    public static void DropManagedFields(JsonTypeInfo info)
    {
        if (info.Type == typeof(V1ObjectMeta))
        {
            Remove(info.Properties, "managedFields");
        }
    }

    public static void WriteMicroTimes(JsonTypeInfo info)
    {
        if (!MicroTimes.TryGetValue(info.Type, out var names))
        {
            return;
        }

        foreach (var property in info.Properties.Where(property => names.Contains(property.Name)))
        {
            property.CustomConverter = property.PropertyType == typeof(DateTime) ? new MicroTimeConverter() : new NullableMicroTimeConverter();
        }
    }

    private static void Remove(IList<JsonPropertyInfo> properties, string name)
    {
        for (var i = properties.Count - 1; i >= 0; i--)
        {
            if (properties[i].Name == name)
            {
                properties.RemoveAt(i);
            }
        }
    }
}
