namespace RedmineBridge.Tests.Support;

/// <summary>The files of the project that tests read besides the code.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] path) => Path.Combine([Root, .. path]);

    public static string Read(params string[] path) => File.ReadAllText(PathOf(path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "actors.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
