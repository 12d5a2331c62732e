using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KubeController.Testing.Validation;

/// <summary>
/// Cluster addresses and node ports. They follow from the name of the service, so that the same manifest gets the same address in every run,
/// and a service that is replaced keeps its own. Two services may share an address; nothing here routes to it.
/// </summary>
internal static class ServiceAddresses
{
    /// <summary>An address in 10.96.0.0/12.</summary>
    public static string For(string key)
    {
        var number = Hash(key) % ((1u << 20) - 512) + 256;
        return string.Create(CultureInfo.InvariantCulture, $"10.{96 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}");
    }

    /// <summary>A port from 30000 to 32767.</summary>
    public static int PortFor(string key) => 30000 + (int)(Hash(key) % 2768);

    private static uint Hash(string key) => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
