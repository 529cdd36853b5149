namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string FindRoot()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "actors.sln")))
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return root.FullName;
    }
}
