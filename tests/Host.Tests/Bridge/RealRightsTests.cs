namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Whose rights decide, where a real Redmine does.</summary>
public sealed class RealRightsTests
{
    [SkippableFact]
    public async Task A_ticket_of_a_private_project_is_linked_for_its_member_and_missing_for_everybody_else()
    {
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);
        var secret = await redmine.CreateAsync("alice", "secret", "Not for everybody");
        var open = await redmine.CreateAsync("alice", "demo", "For everybody");
        // One that there never was sounds the same.
        const int missing = 2_000_000_000;

        var hers = office.Write(office.Alice, $"see #t{secret} and #t{open}");
        var his = office.Write(office.Bob, $"see #t{secret} and #t{open}");
        var wrong = office.Write(office.Bob, $"see #t{missing} and #t{open}");

        Assert.Equal($"see {office.Link(secret)} and {office.Link(open)}", await office.ChangedAsync(hers));
        Assert.Equal($"see #t{secret} and {office.Link(open)}", await office.ChangedAsync(his));
        Assert.Equal($"see #t{missing} and {office.Link(open)}", await office.ChangedAsync(wrong));
        var direct = office.Direct(office.Bob);
        await office.UntilAsync(w => w.PostsIn(direct).Count == 2);
        var told = office.DirectMessages(office.Bob).Select(p => p.Message.Split('\n')[0]).ToArray();
        Assert.Single(told.Select(t => t.Replace($"#t{secret}", "#t1", StringComparison.Ordinal).Replace($"#t{missing}", "#t1", StringComparison.Ordinal)).Distinct());
        Assert.Empty(office.World.PostsIn(office.Direct(office.Alice)));
    }
}
