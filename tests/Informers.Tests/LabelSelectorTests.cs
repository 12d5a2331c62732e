namespace KubeController.Informers.Tests;

public sealed class LabelSelectorTests
{
    [TestCase("", true)]
    [TestCase("app=web", true)]
    [TestCase("app==web,tier=a", true)]
    [TestCase("app=db", false)]
    [TestCase("app!=db", true)]
    [TestCase("absent!=x", true)]
    [TestCase("app in (db, web)", true)]
    [TestCase("app in (db)", false)]
    [TestCase("app notin (db)", true)]
    [TestCase("absent notin (db)", true)]
    [TestCase("app notin (web)", false)]
    [TestCase("example.com/role", true)]
    [TestCase("absent", false)]
    [TestCase("!absent", true)]
    [TestCase("!app", false)]
    [TestCase("app in (web),!absent , tier=a", true)]
    [TestCase("example.com/role=", true)]
    public void Matches_Selector_AsTheServerDoes(string selector, bool matches)
    {
        var labels = new Dictionary<string, string> { ["app"] = "web", ["tier"] = "a", ["example.com/role"] = string.Empty };
        Assert.That(LabelSelector.Parse(selector).Matches(labels), Is.EqualTo(matches));
    }

    [TestCase("app=web,")]
    [TestCase(",app=web")]
    [TestCase("app in web")]
    [TestCase("app=web tier=a")]
    [TestCase("=web")]
    [TestCase("app>3")]
    public void Parse_NoSelector_IsRefused(string text) =>
        Assert.That(() => LabelSelector.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith($"'{text}' is no label selector, from position"));
}
