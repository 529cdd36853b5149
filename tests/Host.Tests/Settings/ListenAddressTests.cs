using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using RedmineBridge.Host.Commands;
using RedmineBridge.Host.Wiring;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Host.Tests.Settings;

/// <summary>Where nobody may listen, the bridge says why in a sentence, and starts nothing.</summary>
public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://bridge.internal:{0}")]
    public void A_free_address_is_given_back(string listen)
    {
        var url = new Uri(listen.Replace("{0}", $"{OwnPort.Next()}", StringComparison.Ordinal));

        Assert.Null(ListenAddress.Try(url));
        Assert.Null(ListenAddress.Try(url));
    }

    [Theory]
    [InlineData(SocketError.AddressAlreadyInUse, "set Bridge__ListenUrl to a free port")]
    [InlineData(SocketError.AddressNotAvailable, "or to http://0.0.0.0:80 for all of them")]
    [InlineData(SocketError.AccessDenied, "Set Bridge__ListenUrl to a port from 1024 on")]
    [InlineData(SocketError.NoBufferSpaceAvailable, "Set Bridge__ListenUrl to")]
    public void Each_reason_has_its_mend(SocketError why, string mend) =>
        Assert.Contains(mend, ListenAddress.Of(new("http://10.0.0.1:80"), why).Mend, StringComparison.Ordinal);

    /// <summary>The address is kept for documentation: no machine has it.</summary>
    [Fact]
    public async Task An_address_of_another_machine_is_told_and_how_to_mend_it() => Assert.Equal(
        (1, "The bridge can't start: The bridge can't listen at http://192.0.2.1:8090/: this machine has no such address. "
            + "Set Bridge__ListenUrl to an address of this machine, or to http://0.0.0.0:8090 for all of them.\n"),
        await RunAsync("http://192.0.2.1:8090"));

    [Fact]
    public async Task A_taken_port_is_told_and_how_to_mend_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}/";

        Assert.Equal(
            (1, $"The bridge can't start: Another program listens at {url}, so the bridge can't. Stop that program, or set Bridge__ListenUrl to a free port, "
                + "and Bridge__PublicUrl to where Mattermost then finds it.\n"),
            await RunAsync(url));
    }

    private static async Task<(int Code, string Said)> RunAsync(string listen)
    {
        using var said = new StringWriter();
        string[] settings =
        [
            "--Mattermost:Url=http://127.0.0.1:9", "--Mattermost:Token=abc", "--Redmine:Url=http://127.0.0.1:9", "--Redmine:ApiKey=abc", $"--Bridge:ListenUrl={listen}",
            "--Bridge:Database=Data Source=/no/such/directory/bridge.db",
        ];
        var code = await CommandLine.InvokeAsync(["run", .. settings], new InvocationConfiguration { Output = said, Error = said });
        return (code, said.ToString().ReplaceLineEndings("\n"));
    }
}
