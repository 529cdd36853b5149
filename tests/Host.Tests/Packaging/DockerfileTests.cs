using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Packaging;

/// <summary>The image is made of what this repository says elsewhere.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string Text = Repository.Read("docker/Dockerfile");

    [Fact]
    public void Its_SDK_is_one_that_global_json_takes_and_its_runtime_is_the_projects()
    {
        var wanted = Version.Parse((string)JsonNode.Parse(Repository.Read("global.json"))!["sdk"]!["version"]!);
        var sdk = Version.Parse(Sdk().Match(Text).Groups[1].Value);
        Assert.Equal((wanted.Major, wanted.Minor), (sdk.Major, sdk.Minor));
        Assert.True(sdk >= wanted, $"global.json wants {wanted}.");
        var runtime = Version.Parse(Runtime().Match(Text).Groups[1].Value);
        Assert.Contains($"<TargetFramework>net{runtime.Major}.{runtime.Minor}</TargetFramework>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.True(runtime.Build > 0, "A runtime of an exact version.");
    }

    [Fact]
    public void Its_version_is_the_products()
    {
        var version = Product().Match(Repository.Read("Directory.Build.props")).Groups[1].Value;

        Assert.Contains($"ARG VERSION={version}\n", Text, StringComparison.Ordinal);
        Assert.Contains($"redmine-bridge:{version} ", Text, StringComparison.Ordinal);
        Assert.All(ComposeFile.Names, name => Assert.Contains($"image: redmine-bridge:{version}\n", Repository.Read(name), StringComparison.Ordinal));
    }

    [Fact]
    public void It_restores_from_all_that_decides_on_packages()
    {
        var sources = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(sources);
        foreach (var project in sources.Select(p => Path.GetRelativePath(Repository.Root, p)))
            Assert.Contains($"COPY {project} {Path.GetDirectoryName(project)}/packages.lock.json {Path.GetDirectoryName(project)}/\n", Text, StringComparison.Ordinal);
        Assert.Contains("dotnet restore src/Host --locked-mode", Text, StringComparison.Ordinal);
        // What is copied must not be shut out.
        Assert.All(Copied().Matches(Text).SelectMany(m => m.Groups[1].Value.Split(' ')).Where(f => f != "." && !f.StartsWith("src", StringComparison.Ordinal)), f =>
            Assert.Contains($"!{f}\n", Repository.Read(".dockerignore"), StringComparison.Ordinal));
    }

    [Fact]
    public void It_runs_without_root_and_says_how_it_does()
    {
        Assert.Contains("\nUSER $APP_UID\n", Text, StringComparison.Ordinal);
        Assert.Contains("-chiseled-extra\n", Text, StringComparison.Ordinal);
        Assert.Contains("\nSTOPSIGNAL SIGTERM\n", Text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^HEALTHCHECK .* CMD \[""dotnet"", ""/app/redmine-bridge.dll"", ""health""\]$", Text);
        Assert.DoesNotContain("latest", Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"dotnet/sdk:(\d+\.\d+\.\d+)-")]
    private static partial Regex Sdk();

    [GeneratedRegex(@"dotnet/aspnet:(\d+\.\d+\.\d+)-")]
    private static partial Regex Runtime();

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex Product();

    [GeneratedRegex(@"^COPY (?!--)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copied();
}
