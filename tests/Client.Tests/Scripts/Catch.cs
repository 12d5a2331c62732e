namespace KubeController.Client.Tests.Scripts;

/// <summary>Waits for a task to fail.</summary>
internal static class Catch
{
    public static async Task<TException> Async<TException>(Task task)
        where TException : Exception
    {
        try
        {
            await task;
        }
        catch (TException error)
        {
            return error;
        }

        throw new AssertionException($"No {typeof(TException).Name} was thrown.");
    }
}
