using System.Buffers.Text;
using System.Text;
using KubeController.Testing.Storage;

namespace KubeController.Testing.Tests.Storage;

public sealed class ContinueTokenTests
{
    [Test]
    public void Parse_OfAnEncodedToken_GivesItBack()
    {
        var token = new ContinueToken(42, "a/b\0");
        Assert.That(ContinueToken.Parse(token.Encode()), Is.EqualTo(token));
    }

    [TestCase("%%%garbage", "continue key is not valid: illegal base64 data at input byte 0")]
    [TestCase("{\"v\":\"meta.k8s.io/v1\",\"rv\":0,\"start\":\"a\"}", "continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)")]
    [TestCase("{\"v\":\"meta.k8s.io/v1\",\"rv\":5,\"start\":\"\"}", "continue key is not valid: encoded start key was empty")]
    public void Parse_OfSomethingElse_SaysWhatTheServerSays(string text, string message)
    {
        var token = text.StartsWith('{') ? Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)) : text;
        Assert.That(() => ContinueToken.Parse(token), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
    }

    [Test]
    public void Parse_OfAStartWithASlash_LeavesItOut()
    {
        var token = Base64Url.EncodeToString("{\"v\":\"meta.k8s.io/v1\",\"rv\":-1,\"start\":\"/p2\"}"u8);
        Assert.That(ContinueToken.Parse(token), Is.EqualTo(new ContinueToken(-1, "p2")));
    }
}
