using System.Text;
using KubeController.Reconcilers.Events;

namespace KubeController.Reconcilers.Tests.Events;

public sealed class EventTextTests
{
    [TestCase("", 4, "")]
    [TestCase("four", 4, "four")]
    [TestCase("fives", 4, "five")]
    [TestCase("añb", 3, "añ")]
    [TestCase("aññ", 4, "añ", TestName = "Fit_TwoBytesDoNotFit_NotHalved")]
    [TestCase("a😀b", 5, "a😀")]
    [TestCase("a😀b", 4, "a", TestName = "Fit_FourBytesDoNotFit_NotHalved")]
    [TestCase("€€", 5, "€")]
    public void Fit_Text_AsMuchAsFitsInWholeCharacters(string text, int bytes, string expected)
    {
        var fitted = EventText.Fit(text, bytes);
        Assert.That(fitted, Is.EqualTo(expected));
        Assert.That(Encoding.UTF8.GetByteCount(fitted), Is.LessThanOrEqualTo(bytes));
    }

    [Test]
    public void Fit_HalfOfAPair_CountsAsWhatItIsSentAs() => Assert.That(EventText.Fit("ab\ud83d", 4), Is.EqualTo("ab"));
}
