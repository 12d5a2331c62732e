using System.Text.Json.Nodes;
using KubeController.Testing.Cel;
using KubeController.Testing.Schemas;

namespace KubeController.Testing.Tests.Cel;

internal sealed class CelRuleTests
{
    private const string Self = """{"min":1,"max":5,"name":"abc","flag":true,"ratio":0.5,"tags":["a","b"],"items":[{"n":1},{"n":2}],"labels":{"k":"v"},"odd-name":"x","wait":"1h30m"}""";

    [TestCase("self.min <= self.max")]
    [TestCase("!has(self.none) || self.none > 1")]
    [TestCase("has(self.name) && self.name.size() > 2")]
    [TestCase("self.name.startsWith('a') && self.name.endsWith(\"c\") && self.name.contains('b') && self.name.matches('^[a-z]+$')")]
    [TestCase("self.min + 2 * self.max == 11 && self.max % 2 == 1 && -self.min < 0 && self.max / 2 == 2")]
    [TestCase("self.ratio < 1 && self.ratio * 2.0 == 1.0")]
    [TestCase("self.flag ? self.min == 1 : false")]
    [TestCase("'a' in self.tags && !('c' in self.tags) && 'k' in self.labels")]
    [TestCase("self.items.all(i, i.n > 0) && self.items.exists(i, i.n == 2) && self.items.exists_one(i, i.n == 1)")]
    [TestCase("self.items.filter(i, i.n > 1).size() == 1 && self.items.map(i, i.n) == [1, 2]")]
    [TestCase("self.tags[0] == 'a' && self.labels['k'] == 'v' && size(self.tags) == 2 && self.tags.join(',') == 'a,b'")]
    [TestCase("self.odd__dash__name == 'x'")]
    [TestCase("duration(self.wait) < duration('2h') && timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-02T00:00:00Z')")]
    [TestCase("self.nothing.deeper == 1 || true")]
    [TestCase("string(self.min) + self.name == '1abc' // a comment")]
    public void Evaluate_RuleThatHolds_GivesNoFault(string rule) => Assert.That(Evaluate(rule, Self)?.ToString(), Is.Null);

    [TestCase("self.max < self.min", "spec: Invalid value: failed rule: self.max < self.min")]
    [TestCase("self.none == 1", "spec: Invalid value: no such key: none evaluating rule: self.none == 1")]
    [TestCase("self.tags[7] == 'a'", "spec: Invalid value: index out of bounds: 7 evaluating rule: self.tags[7] == 'a'")]
    public void Evaluate_RuleThatFails_SaysSo(string rule, string fault) => Assert.That(Evaluate(rule, Self)?.ToString(), Is.EqualTo(fault));

    [Test]
    public void Evaluate_ReasonAndFieldPath_MakeTheCause()
    {
        var rule = CelRule.Parse(Json("""{"rule":"self.min <= self.max","message":"min over max","fieldPath":".min","reason":"FieldValueForbidden"}"""));
        var fault = rule.Evaluate("spec", Json("""{"min":5,"max":1}"""), null);
        Assert.That((fault!.Reason, fault.Field, fault.Message), Is.EqualTo(("FieldValueForbidden", "spec.min", "Forbidden: min over max")));
    }

    [Test]
    public void Evaluate_ScalarAndMessageExpression_ShowBoth()
    {
        var rule = CelRule.Parse(Json("""{"rule":"self >= oldSelf","messageExpression":"self < 3 ? \"size shrank far\" : \"size shrank\""}"""));
        Assert.That(rule.Evaluate("spec.size", 2, 5)!.Message, Is.EqualTo("Invalid value: 2: size shrank far"));
        Assert.That(rule.Evaluate("spec.size", 4, 5)!.Message, Is.EqualTo("Invalid value: 4: size shrank"));
    }

    [Test]
    public void Evaluate_RuleOnOldSelfWithoutOne_DoesNotRun() =>
        Assert.That(CelRule.Parse(Json("""{"rule":"self == oldSelf"}""")).Evaluate("spec.kind", "a", null), Is.Null);

    [TestCase("first", null, true)]
    [TestCase("second", null, false)]
    [TestCase("second", "first", true)]
    public void Evaluate_OptionalOldSelf_RunsOnCreateToo(string value, string? old, bool holds)
    {
        var rule = CelRule.Parse(Json("""{"rule":"oldSelf.hasValue() || self == \"first\"","optionalOldSelf":true}"""));
        Assert.That(rule.Evaluate("spec.opt", value, old) is null, Is.EqualTo(holds));
    }

    [TestCase("self.nope > 1", "undefined field 'nope'", 4)]
    [TestCase("other > 1", "undeclared reference to 'other' (in container '')", 0)]
    [TestCase("self.a.quantity() > 1", "undeclared reference to 'quantity' (in container '')", 7)]
    [TestCase("self.a ==", "Syntax error: mismatched input '<EOF>'", 9)]
    [TestCase("self.a # 1", "Syntax error: token recognition error at: '#'", 7)]
    public void Check_BadRule_SaysWhatAndWhere(string rule, string message, int position)
    {
        var schema = StructuralSchema.Parse(Json("""{"type":"object","properties":{"a":{"type":"string"}}}"""));
        var error = Assert.Throws<CelException>(() => CelRule.Check(new JsonObject { ["rule"] = rule }, schema, isRoot: false));
        Assert.That((error!.Message, error.Position), Is.EqualTo((message, position)));
    }

    [Test]
    public void Check_NameOfTheObject_IsKnownAtTheRoot()
    {
        var schema = StructuralSchema.Parse(Json("""{"type":"object","properties":{"spec":{"type":"object"}}}"""));
        Assert.That(() => CelRule.Check(Json("""{"rule":"self.metadata.name == 'projectsettings'"}"""), schema, isRoot: true), Throws.Nothing);
    }

    private static KubeController.Testing.Validation.FieldError? Evaluate(string rule, string self) =>
        CelRule.Parse(new JsonObject { ["rule"] = rule }).Evaluate("spec", Json(self), null);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
