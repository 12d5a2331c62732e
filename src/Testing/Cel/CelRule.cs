using System.Text.Json.Nodes;
using KubeController.Testing.Json;
using KubeController.Testing.Schemas;
using KubeController.Testing.Validation;

namespace KubeController.Testing.Cel;

/// <summary>One entry of <c>x-kubernetes-validations</c>. Immutable; safe for concurrent use.</summary>
internal sealed class CelRule
{
    private readonly CelNode _rule;
    private readonly CelNode? _messageExpression;
    private readonly string _text;
    private readonly string _message;
    private readonly string _reason;
    private readonly string _fieldPath;
    private readonly bool _hasOptionalOldSelf;

    private CelRule(JsonObject json)
    {
        _text = json.Text("rule") ?? "";
        _rule = CelParser.Parse(_text);
        _messageExpression = json.Text("messageExpression") is { Length: > 0 } expression ? CelParser.Parse(expression) : null;
        _message = json.Text("message") ?? "";
        _reason = json.Text("reason") ?? "FieldValueInvalid";
        _fieldPath = json.Text("fieldPath") ?? "";
        _hasOptionalOldSelf = json.Boolean("optionalOldSelf") == true;
    }

    /// <summary>Reads a rule that has been checked.</summary>
    /// <exception cref="CelException">It is none.</exception>
    public static CelRule Parse(JsonObject json) => new(json);

    /// <summary>Reads a rule and checks it against the schema that it stands in.</summary>
    /// <exception cref="CelException">It is not one for this schema.</exception>
    public static void Check(JsonObject json, StructuralSchema schema, bool isRoot)
    {
        var rule = new CelRule(json);
        CelChecker.Check(rule._rule, schema, isRoot, rule._hasOptionalOldSelf);
        if (rule._messageExpression is { } expression)
        {
            CelChecker.Check(expression, schema, isRoot, rule._hasOptionalOldSelf);
        }
    }

    /// <summary>Whether it holds; otherwise what to say.</summary>
    /// <param name="path">The path of the value.</param>
    /// <param name="self">The value.</param>
    /// <param name="old">The value before; null where there was none.</param>
    public FieldError? Evaluate(string path, JsonNode? self, JsonNode? old)
    {
        var usesOld = _rule.Uses("oldSelf");
        if (usesOld && old is null && !_hasOptionalOldSelf)
        {
            return null;
        }

        var before = CelValues.FromJson(old);
        var evaluator = new CelEvaluator(new Dictionary<string, object?>
        {
            ["self"] = CelValues.FromJson(self),
            ["oldSelf"] = _hasOptionalOldSelf ? new CelOptional(old is not null, before) : before,
        });
        try
        {
            return evaluator.Evaluate(_rule) is true ? null : Fault(path, self, MessageOf(evaluator));
        }
        catch (CelException error)
        {
            return Fault(path, self, $"{error.Message} evaluating rule: {(_message.Length > 0 ? _message : _text)}");
        }
    }

    private string MessageOf(CelEvaluator evaluator)
    {
        if (_messageExpression is { } expression)
        {
            try
            {
                if (evaluator.Evaluate(expression) is string { Length: > 0 } text)
                {
                    return text;
                }
            }
            catch (CelException)
            {
                // As in the real server, an expression that fails leaves the word to the plain message.
                return Plain();
            }
        }

        return Plain();
    }

    private string Plain() => _message.Length > 0 ? _message : $"failed rule: {_text}";

    private FieldError Fault(string path, JsonNode? self, string message)
    {
        var field = _fieldPath.Length > 0 ? $"{path}{_fieldPath}".TrimStart('.') : path.Length == 0 ? FieldError.NoField : path;
        var isScalar = self is JsonValue && _fieldPath.Length == 0;
        var shown = isScalar ? $": {GoValue.Of(self)}" : "";
        return _reason switch
        {
            "FieldValueRequired" => FieldError.Required(field, message),
            "FieldValueForbidden" => FieldError.Forbidden(field, message),
            "FieldValueDuplicate" => new FieldError(_reason, field, $"Duplicate value{shown}"),
            _ => new FieldError(_reason, field, $"Invalid value{shown}: {message}"),
        };
    }
}
