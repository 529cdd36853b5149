using System.Net;
using System.Net.Sockets;

namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>A process that can't start, or is asked to end before it has, says so by its exit code: systemd starts it again after 1 and not after 2.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_database_of_a_newer_version_ends_the_start_for_good()
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        await office.CountAsync("INSERT INTO schema_version VALUES (99) RETURNING version");
        using var process = office.StartProcess();

        Assert.Equal(2, await process.ExitAsync(Office.Patience));
        Assert.Contains("The bridge can't start: The database has version 99, this bridge knows", process.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("include \"x", "is not written as Akka's settings are: correct it, or remove it.")]
    [InlineData("akka.loglevel = LOUD", "must be one of: DEBUG, INFO, WARNING, ERROR, OFF.")]
    public async Task A_broken_file_of_Akkas_settings_ends_the_start_with_a_sentence(string text, string sentence)
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        await office.WriteAsync("hocon.conf", text);
        using var process = office.StartProcess();

        Assert.Equal(2, await process.ExitAsync(Office.Patience));
        Assert.StartsWith("The bridge can't start with these settings:", process.Log, StringComparison.Ordinal);
        Assert.EndsWith($"hocon.conf {sentence}", process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_end_before_it_has_begun_it_does_so_well_and_does_not_blame_the_database()
    {
        await using var office = await Office.OpenAsync();
        await office.StopBridgeAsync();
        // A database that takes connections and says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var process = office.StartProcess(new Dictionary<string, string>
        {
            ["Bridge__Database"] = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Database=bridge;Username=bridge",
        });
        using var connection = await silent.AcceptTcpClientAsync().WaitAsync(Office.Patience);

        await process.EndAsync(Office.Patience);

        Assert.DoesNotContain("The database can't be prepared", process.Log, StringComparison.Ordinal);
    }
}
