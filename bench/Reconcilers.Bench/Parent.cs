namespace KubeController.Reconcilers.Bench;

/// <summary>Whoever started this process, by the standard input it holds open.</summary>
internal static class Parent
{
    /// <summary>Ends this process when the standard input ends, at once: nobody is there for whom it would measure. Costs a thread that sleeps.</summary>
    public static void EndWith() =>
        new Thread(static () =>
        {
            using var input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
                // Nothing is said here; only the end counts.
            }

            Environment.Exit(3);
        })
        { IsBackground = true, Name = "parent" }.Start();
}
