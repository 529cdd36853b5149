using Microsoft.Extensions.Logging;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>Each test on the whole bridge fails when a secret was logged; here is shown that this would be noticed, and what else tells none.</summary>
public sealed class SecretTests
{
    [Fact]
    public void A_secret_in_a_line_an_exception_or_a_scope_is_noticed()
    {
        using var watch = new SecretWatch(() => ["hush"]);
        var log = watch.CreateLogger("test");

        log.LogDebug("Nothing of it");
        log.LogDebug("With {Token}", "hush");
        log.LogError(new InvalidOperationException("The key hush is wrong"), "It failed");
        using (log.BeginScope("hush"))
            watch.Look("a line of a process: hush");

        Assert.Equal((5, 4), (watch.Lines, watch.Leaks.Count()));
    }

    [Fact]
    public async Task What_the_bridge_shows_of_itself_has_none()
    {
        await using var office = await Office.OpenAsync(s => s with { AppsSecret = Office.AppsSecret });
        await office.CommandsAreThereAsync();
        await office.Mattermost.ExecuteCommandAs(office.Alice, office.World.Channel("dev"), "/redmine mine");
        await office.ChangedAsync(office.Write(office.Alice, "#t1"));

        foreach (var path in new[] { "", "health/live", "health/ready", "metrics", "manifest.json" })
        {
            var shown = await (await office.GetAsync(path)).Content.ReadAsStringAsync();
            Assert.All(office.Secrets, s => Assert.DoesNotContain(s, shown, StringComparison.Ordinal));
        }

        Assert.NotEqual(0, office.Watch.Lines);
    }
}
