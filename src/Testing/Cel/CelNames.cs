namespace KubeController.Testing.Cel;

/// <summary>Names of members that are no names of the language are written in another way, such as <c>__dash__</c>.</summary>
internal static class CelNames
{
    private static readonly (string Escaped, string Plain)[] Parts = [("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/")];

    private static readonly string[] Reserved =
        ["true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return"];

    public static string Unescape(string name)
    {
        if (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) && name.Length > 4 && Reserved.Contains(name[2..^2]))
        {
            return name[2..^2];
        }

        foreach (var (escaped, plain) in Parts)
        {
            name = name.Replace(escaped, plain, StringComparison.Ordinal);
        }

        return name;
    }
}
