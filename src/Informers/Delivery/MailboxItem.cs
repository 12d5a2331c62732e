using KubeController.Informers.Storage;

namespace KubeController.Informers.Delivery;

/// <summary>What a mailbox hands out: a change, or (without one) the mark after the last object of the initial list.</summary>
internal readonly record struct MailboxItem<T>(StoredChange<T>? Change)
    where T : class;
