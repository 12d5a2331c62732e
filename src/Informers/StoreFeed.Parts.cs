namespace KubeController.Informers;

/// <content>Parts of the store that come and go.</content>
internal sealed partial class StoreFeed<T>
{
    /// <summary>Lets the store be in sync, if it has no part to wait for.</summary>
    public void Begin() => Write(static _ => { });

    public void AddPart(string part) => Write(_ =>
    {
        writer.AddPartLocked(part);
        listed.Await(part);
    });

    /// <summary>Takes a part away, and tells its objects as deleted.</summary>
    public void RemovePart(string part)
    {
        Write(changed =>
        {
            writer.ReplaceLocked(new(writer.Content, part), ChangeOrigin.Relist, changed);
            writer.RemovePartLocked(part);
            listed.Remove(part);
        });
        intake.Quarantine.Keep((key, _) => key.Namespace != part);
    }
}
