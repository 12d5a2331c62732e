using System.Security.Cryptography;

namespace KubeController.Client;

/// <summary>Makes the default source of chance.</summary>
internal static class Chance
{
    public static Func<double> Create()
    {
        var random = new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
        var turn = new Lock();
        return () =>
        {
            lock (turn)
            {
                return random.NextDouble();
            }
        };
    }
}
