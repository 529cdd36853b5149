using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedmineBridge.Host.Setup;

/// <summary>What setup has done so far, oldest first, kept in a file beside the settings and written after each deed.</summary>
internal sealed class SetupRecord
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string _path;
    private readonly List<Deed> _deeds;

    private SetupRecord(string path, Content content)
    {
        _path = path;
        Mattermost = content.Mattermost;
        Server = content.Server;
        EphemeralRefusedBy = content.EphemeralRefusedBy;
        _deeds = [.. content.Deeds ?? throw new JsonException()];
        if (_deeds.Any(d => d.Bot is null && d.Kind is DeedKind.TeamJoined or DeedKind.ChannelJoined or DeedKind.TokenMade))
            throw new JsonException();
    }

    /// <summary>The address of the server that the deeds were done at, as it was; null before the first.</summary>
    public string? Mattermost { get; private set; }

    /// <summary>That server's own id; null where it has told none.</summary>
    public string? Server { get; private set; }

    /// <summary>The version of the server that refused a role the optional permission; it is not asked again.</summary>
    public string? EphemeralRefusedBy { get; private set; }

    public IReadOnlyList<Deed> Deeds => _deeds;

    /// <exception cref="JsonException">The file is no such record.</exception>
    public static SetupRecord Read(string path) =>
        new(path, File.Exists(path) ? JsonSerializer.Deserialize<Content>(File.ReadAllText(path), Readable) ?? throw new JsonException() : new(null, null, null, []));

    /// <summary>Whether the deeds were done at this server, whatever its address was then.</summary>
    /// <param name="server">Its own id; null where it doesn't tell.</param>
    /// <param name="mattermost">Where a bot that something was done for is looked for: ids of accounts are no other server's.</param>
    public async Task<bool> IsOfAsync(Uri address, string? server, MattermostAdmin mattermost, CancellationToken cancellation)
    {
        if (Mattermost is null || _deeds.Count == 0)
            return true;
        if (server is not null && Server is not null)
            return server == Server;
        if (address.AbsoluteUri.TrimEnd('/') == Mattermost.TrimEnd('/'))
            return true;
        foreach (var bot in _deeds.Select(d => d.Bot).OfType<string>().Distinct())
        {
            if (await mattermost.WhoIsAsync(bot, cancellation) is not null)
                return true;
        }

        return false;
    }

    public Task BeginAsync(Uri mattermost, string? server, CancellationToken cancellation)
    {
        (Mattermost, Server) = (mattermost.AbsoluteUri, server ?? Server);
        return SaveAsync(cancellation);
    }

    public Task RefusedAsync(string version, CancellationToken cancellation)
    {
        EphemeralRefusedBy = version;
        return SaveAsync(cancellation);
    }

    public Task AddAsync(Deed deed, CancellationToken cancellation)
    {
        _deeds.Add(deed);
        return SaveAsync(cancellation);
    }

    /// <summary>Tokens that setup made for this bot, oldest first.</summary>
    public IReadOnlyList<Deed> TokensOf(string? bot) => [.. _deeds.Where(d => d.Kind == DeedKind.TokenMade && d.Bot == bot)];

    /// <summary>It is undone, or never can be. With the last one the file goes.</summary>
    public Task RemoveAsync(Deed deed, CancellationToken cancellation)
    {
        _deeds.Remove(deed);
        if (_deeds.Count > 0)
            return SaveAsync(cancellation);
        File.Delete(_path);
        return Task.CompletedTask;
    }

    private Task SaveAsync(CancellationToken cancellation) =>
        SafeFile.WriteAsync(_path, JsonSerializer.Serialize(new Content(Mattermost, Server, EphemeralRefusedBy, _deeds), Readable) + "\n", cancellation);

    private sealed record Content(string? Mattermost, string? Server, string? EphemeralRefusedBy, IReadOnlyList<Deed> Deeds);
}
