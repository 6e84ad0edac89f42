namespace ValeoChaos.Core.Tests;

/// <summary>Files of the checkout the tests run from.</summary>
internal static class RepositoryFiles
{
    public static string Read(params string[] path)
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ValeoChaos.sln")))
            folder = folder.Parent;
        return File.ReadAllText(Path.Combine([folder!.FullName, .. path]));
    }
}
