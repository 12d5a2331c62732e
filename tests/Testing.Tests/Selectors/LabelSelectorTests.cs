using System.Text.Json.Nodes;
using KubeController.Testing.Selectors;

namespace KubeController.Testing.Tests.Selectors;

internal sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, JsonObject?> Labels = new()
    {
        ["a"] = new JsonObject { ["tier"] = "gold", ["n"] = "1" },
        ["b"] = new JsonObject { ["tier"] = "tin", ["n"] = "7" },
        ["c"] = new JsonObject { ["tier"] = "", ["other"] = "x" },
        ["d"] = null,
    };

    [TestCase("tier=gold", "a")]
    [TestCase("tier==gold", "a")]
    [TestCase("tier!=gold", "bcd")]
    [TestCase("tier in (gold,tin)", "ab")]
    [TestCase("tier in (gold,)", "ac")]
    [TestCase("tier in (,gold)", "ac")]
    [TestCase("tier in ()", "c")]
    [TestCase("tier notin (gold)", "bcd")]
    [TestCase("tier", "abc")]
    [TestCase("!tier", "d")]
    [TestCase("! tier", "d")]
    [TestCase("tier=", "c")]
    [TestCase("tier,n=7", "b")]
    [TestCase("n>3", "b")]
    [TestCase("n<3", "a")]
    [TestCase("", "abcd")]
    [TestCase("example.com/x=1", "")]
    [TestCase(" tier = gold ", "a")]
    [TestCase("in=x", "")]
    public void Matches_LabelsOfFourObjects_TakesThoseTheServerTakes(string text, string expected)
    {
        var selector = LabelSelector.Parse(text);
        Assert.That(string.Concat(Labels.Where(pair => selector.Matches(pair.Value)).Select(pair => pair.Key)), Is.EqualTo(expected));
    }

    [TestCase("tier in gold", "unable to parse requirement: found 'gold' expected: '('")]
    [TestCase("tier in (gold", "unable to parse requirement: found '', expected: ',' or ')'")]
    [TestCase("=gold", "found '=', expected: !, identifier, or 'end of string'")]
    [TestCase(",tier=gold", "found ',', expected: !, identifier, or 'end of string'")]
    [TestCase("tier=gold,,n=1", "found ',', expected: identifier after ','")]
    [TestCase("n>abc", "unable to parse requirement: values[0]: Invalid value: \"abc\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [TestCase("tier=a=b", "found '=', expected: ',' or 'end of string'")]
    [TestCase(
        "-bad=x",
        "unable to parse requirement: <nil>: Invalid value: \"-bad\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
        + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [TestCase(
        "tier=-bad",
        "unable to parse requirement: values[0][tier]: Invalid value: \"-bad\": a valid label must be an empty string or consist of alphanumeric characters,"
        + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is"
        + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    [TestCase(
        "a/b/c=1",
        "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must"
        + " start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
        + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')")]
    public void Parse_BadText_SaysWhatTheServerSays(string text, string message) =>
        Assert.That(() => LabelSelector.Parse(text), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Parse_ValueOf64Characters_IsTooLong() =>
        Assert.That(
            () => LabelSelector.Parse("tier=" + new string('v', 64)),
            Throws.TypeOf<FormatException>().With.Message.EndsWith("\": must be no more than 63 bytes"));

    [Test]
    public void IsEmpty_EmptyText_True() => Assert.That(LabelSelector.Parse(" ").IsEmpty, Is.True);
}
