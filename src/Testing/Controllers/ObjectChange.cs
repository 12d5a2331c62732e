using KubeController.Testing.Storage;

namespace KubeController.Testing.Controllers;

/// <summary>An object that was created or changed, or the last state of one that is gone.</summary>
internal readonly record struct ObjectChange(StoredObject Object, bool IsDeletion);
