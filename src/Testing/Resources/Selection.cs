using KubeController.Testing.Http;
using KubeController.Testing.Json;
using KubeController.Testing.Selectors;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Resources;

/// <summary>Which objects of a kind a list or a watch is about: a namespace, labels, fields.</summary>
internal sealed class Selection
{
    private readonly ObjectView _view;
    private readonly LabelSelector? _labels;
    private readonly FieldSelector? _fields;

    private Selection(ObjectView view, string @namespace, string requiredName, LabelSelector? labels, FieldSelector? fields)
    {
        _view = view;
        Namespace = @namespace;
        RequiredName = requiredName;
        _labels = labels;
        _fields = fields;
    }

    /// <summary>The namespace; empty for all.</summary>
    public string Namespace { get; }

    /// <summary>The only name that can match; empty where there is no such name.</summary>
    public string RequiredName { get; }

    /// <summary>Whether labels or fields are selected.</summary>
    public bool HasSelectors => _labels is not null || _fields is not null;

    /// <summary>Reads the selection of a request.</summary>
    /// <param name="call">The request.</param>
    /// <param name="options">Its list options.</param>
    /// <exception cref="StatusException">400: a selector cannot be read.</exception>
    public static Selection Read(ApiCall call, ListOptions options)
    {
        try
        {
            var labels = options.LabelSelector.Length == 0 ? null : LabelSelector.Parse(options.LabelSelector);
            var fields = options.FieldSelector.Length == 0 ? null : FieldSelector.Parse(options.FieldSelector, call.Definition);
            var name = fields?.RequiredName ?? "";
            if (call.Target.Name.Length > 0 && name.Length > 0 && name != call.Target.Name)
            {
                throw ApiErrors.BadRequest("fieldSelector metadata.name doesn't match requested name");
            }

            return new Selection(new ObjectView(call.Definition), call.Target.Namespace, call.Target.Name.Length > 0 ? call.Target.Name : name, labels is { IsEmpty: true } ? null : labels, fields);
        }
        catch (FormatException malformed)
        {
            throw ApiErrors.BadRequest(malformed.Message);
        }
    }

    /// <summary>Whether the object is one of them.</summary>
    public bool Includes(StoredObject stored) =>
        (Namespace.Length == 0 || stored.Namespace == Namespace)
        && (RequiredName.Length == 0 || stored.Name == RequiredName)
        && (_labels is null || _labels.Matches(stored.Metadata.Object("labels")))
        && (_fields is null || _fields.Matches(_view.Tree(stored)));
}
