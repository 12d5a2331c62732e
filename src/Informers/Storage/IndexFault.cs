using KubeController.Client;

namespace KubeController.Informers.Storage;

/// <summary>Called when a user's index function throws: the object is then not found in that index, and served otherwise.</summary>
internal delegate void IndexFault(string index, NamespacedName key, Exception error);
