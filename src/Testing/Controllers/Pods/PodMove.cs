using System.Text.Json.Nodes;

namespace KubeController.Testing.Controllers.Pods;

/// <summary>What is to be written about a pod, in this order; nothing, where nothing is set.</summary>
/// <param name="BindTo">The node to bind it to.</param>
/// <param name="Status">Its new status.</param>
/// <param name="Remove">Whether its deletion is complete.</param>
internal readonly record struct PodMove(string? BindTo, JsonObject? Status, bool Remove)
{
    public bool IsNothing => BindTo is null && Status is null && !Remove;
}
