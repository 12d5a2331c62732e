using KubeController.Samples.AgenticSessions.Settings;
using Microsoft.Extensions.Configuration;

namespace KubeController.AgenticSessions.Tests.Settings;

public sealed class OperatorSettingsTests
{
    [TestCase("1", true)]
    [TestCase("true", true)]
    [TestCase("YES", true)]
    [TestCase("0", false)]
    [TestCase("", false)]
    [TestCase("on", false)]
    public void IsVertexOn_Text_IsUnderstood(string text, bool isOn)
    {
        Assert.That(Bind(("USE_VERTEX", text)).IsVertexOn, Is.EqualTo(isOn));
        Assert.That(Bind(("CLAUDE_CODE_USE_VERTEX", text)).IsVertexOn, Is.EqualTo(isOn));
    }

    [TestCase("", false)]
    [TestCase("0", false)]
    [TestCase("False", false)]
    [TestCase("1", true)]
    public void IsLangfuseOn_Text_IsUnderstood(string text, bool isOn) => Assert.That(Bind(("LANGFUSE_ENABLED", text)).IsLangfuseOn, Is.EqualTo(isOn));

    [Test]
    public void SecretsNamespace_WithoutBackend_IsTheOperators() =>
        Assert.That(new[] { Bind(("NAMESPACE", "a")).SecretsNamespace, Bind(("NAMESPACE", "a"), ("BACKEND_NAMESPACE", "b")).SecretsNamespace }, Is.EqualTo(new[] { "a", "b" }));

    [TestCase("DEFAULT_INACTIVITY_TIMEOUT", "-1")]
    [TestCase("MAX_CONCURRENT_RECONCILES", "0")]
    [TestCase("IMAGE_PULL_POLICY", "Sometimes")]
    [TestCase("POD_FSGROUP", "-5")]
    [TestCase("NAMESPACE", "")]
    public void X_Validate_NonsenseInOneSetting_IsRefused(string key, string value) =>
        Assert.That(new OperatorSettingsAttributes().Validate(null, Bind((key, value))).Failed);

    [Test]
    public void Validate_Defaults_AreFine()
    {
        Assert.That(new OperatorSettingsAttributes().Validate(null, new()).Failed, Is.False);
        Assert.That(new OperatorSettingsValidator().Validate(null, new()).Failed, Is.False);
    }

    [Test]
    public void Validate_VertexWithoutItsSettings_NamesAllThree()
    {
        var result = new OperatorSettingsValidator().Validate(null, Bind(("USE_VERTEX", "1")));
        Assert.That(result.Failures, Is.EqualTo(new[]
        {
            "USE_VERTEX is on, so 'CLOUD_ML_REGION' must be set.",
            "USE_VERTEX is on, so 'ANTHROPIC_VERTEX_PROJECT_ID' must be set.",
            "USE_VERTEX is on, so 'GOOGLE_APPLICATION_CREDENTIALS' must be set.",
        }));
    }

    private static OperatorSettings Bind(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build().Get<OperatorSettings>() ?? new();
}
