namespace KubeController.Samples.AgenticSessions.Status;

/// <summary>What a condition is to become. An empty reason or message leaves the text that is there.</summary>
internal readonly record struct ConditionChange(string Type, bool IsTrue, string Reason, string Message = "")
{
    public string Status => IsTrue ? "True" : "False";
}
