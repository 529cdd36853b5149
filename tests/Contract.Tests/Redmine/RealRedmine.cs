namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>The Redmine that <c>tests/redmine-up.sh</c> starts.</summary>
public sealed class RealRedmine : RedmineUnderTest
{
    private readonly string? _url = Environment.GetEnvironmentVariable("REDMINE_URL");
    private readonly string? _key = Environment.GetEnvironmentVariable("REDMINE_ADMIN_KEY");

    public override string? Absent => _url is null || _key is null ? "REDMINE_URL and REDMINE_ADMIN_KEY are not set: tests/redmine-up.sh starts a real Redmine" : null;

    public override Uri Url => new(_url!);

    public override string AdminKey => _key!;

    public override Task InitializeAsync() => Task.CompletedTask;
}
