using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Settings;

/// <summary>
/// Reads the settings and gathers everything that is wrong with them, so that an administrator mends it all at once. Settings are named
/// as in the environment, with two underscores.
/// </summary>
public sealed partial class SettingsReader
{
    /// <summary>All settings there are, by their names in the environment.</summary>
    internal static readonly IReadOnlyList<string> Known =
    [
        "Mattermost__Url", "Mattermost__Token", "Redmine__Url", "Redmine__ApiKey", "Redmine__PublicUrl", "Bridge__ListenUrl",
        "Bridge__PublicUrl", "Bridge__TrustedProxies", "Bridge__Database", "Bridge__Language", "Bridge__TimeZone",
        "Users__Map", "Users__File", "Users__Guests", "Users__Link",
        "Commands__Trigger", "Commands__Register", "Commands__TokensFile", "Links__Mode", "Links__Join", "Links__CatchUpHours", "Apps__Secret",
        "Redmine__Mark", "Redmine__MarkField", "Redmine__TimeoutSeconds", "Redmine__SettleSeconds", "Bridge__CaFile",
        "Mattermost__TokenFile", "Redmine__ApiKeyFile", "Bridge__DatabaseFile", "Apps__SecretFile", "Bridge__StatusToken", "Bridge__StatusTokenFile",
    ];

    /// <summary>Those that have no place where everybody acts by a key of their own.</summary>
    internal static readonly IReadOnlyList<string> NeedlessWithOwnKeys = ["Redmine__ApiKey", "Redmine__ApiKeyFile", "Users__Map", "Users__File"];

    private const int ShortestTimeout = 2;
    private const int LongestTimeout = 300;
    private const int UsualSettle = 30;
    private const int LongestSettle = 3600;
    private const int LongestCatchUp = 30 * 24;

    private readonly IConfiguration _configuration;
    private readonly List<string> _problems = [];

    private SettingsReader(IConfiguration configuration) => _configuration = configuration;

    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static BridgeSettings Read(IConfigurationRoot configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = reader.Read();
        return reader._problems.Count == 0 ? settings with { Sources = configuration } : throw new SettingsException(reader._problems);
    }

    /// <summary>The bot's token alone, as the sources have it now.</summary>
    /// <exception cref="SettingsException">It is missing or wrong.</exception>
    public static string ReadToken(IConfigurationRoot configuration)
    {
        var reader = new SettingsReader(configuration);
        var token = reader.MattermostToken();
        return reader._problems.Count == 0 ? token : throw new SettingsException(reader._problems);
    }

    /// <summary>Where the bridge listens, whatever else is missing or wrong.</summary>
    /// <exception cref="SettingsException">It is wrong.</exception>
    public static Uri ReadListenUrl(IConfigurationRoot configuration)
    {
        var reader = new SettingsReader(configuration);
        var listen = reader.ListenUrl();
        return reader._problems.Count == 0 ? listen : throw new SettingsException(reader._problems);
    }

    /// <summary>The connection string, whatever else is missing or wrong.</summary>
    /// <exception cref="SettingsException">It is wrong.</exception>
    public static string ReadDatabase(IConfigurationRoot configuration)
    {
        var reader = new SettingsReader(configuration);
        var database = reader.Database();
        return reader._problems.Count == 0 ? database : throw new SettingsException(reader._problems);
    }

    private BridgeSettings Read()
    {
        FindUnknown();
        var mattermost = Address("Mattermost__Url", "the address of your Mattermost server, for example https://chat.example.com");
        var redmine = Address("Redmine__Url", "the address of your Redmine server, for example https://redmine.example.com");
        var listen = ListenUrl();
        var mark = OneOf(
            "Redmine__Mark", "description", ("description", MarkCarrier.Description), ("field", MarkCarrier.Field), ("off", MarkCarrier.Nothing));
        var timeouts = Timeouts();
        var byOwnKeys = OneOf("Users__Link", "map", ("map", false), ("connect", true));
        if (byOwnKeys)
            FindNeedless(mark);
        return new()
        {
            MattermostUrl = mattermost,
            MattermostToken = MattermostToken(),
            RedmineUrl = redmine,
            RedmineApiKey = byOwnKeys ? null : Secret("Redmine__ApiKey", "the API access key of a Redmine administrator"),
            RedminePublicUrl = Address("Redmine__PublicUrl", "the address under which people reach Redmine", redmine.AbsoluteUri),
            Mark = mark,
            MarkField = MarkField(mark),
            Timeouts = timeouts,
            Settle = Settle(timeouts),
            ListenUrl = listen,
            PublicUrl = Address("Bridge__PublicUrl", "the address under which Mattermost reaches the bridge", listen.AbsoluteUri),
            TrustedProxies = TrustedProxies(),
            StatusToken = LongSecret("Bridge__StatusToken", "make a new one, and give the same where the status page asks for a password"),
            SendsTelemetry = SendsTelemetry(),
            Database = Database(),
            Authorities = Authorities(),
            Language = OneOf("Bridge__Language", "en", ("en", Language.English), ("ru", Language.Russian)),
            TimeZone = Zone(),
            Users = Users(),
            UsersFile = ExistingFile("Users__File", "lines of mattermost_login=redmine_login"),
            GuestsAct = OneOf("Users__Guests", "off", ("off", false), ("on", true)),
            Trigger = Trigger(),
            RegisterCommands = OneOf("Commands__Register", "auto", ("auto", true), ("off", false)),
            CommandTokens = CommandTokens(),
            AppsSecret = LongSecret("Apps__Secret", "make a new one, and type the same when the App is installed"),
            LinksMode = OneOf("Links__Mode", "edit", ("edit", LinksMode.Edit), ("reply", LinksMode.Reply), ("off", LinksMode.Off)),
            CatchUp = CatchUp(),
            JoinPublicChannels = OneOf("Links__Join", "invited", ("invited", false), ("public", true)),
        };
    }

    /// <summary>A misspelt setting would be passed over in silence, and its default taken.</summary>
    private void FindUnknown()
    {
        foreach (var section in Known.Select(k => k.Split("__")[0]).Distinct())
        {
            foreach (var setting in _configuration.GetSection(section).GetChildren())
            {
                var name = $"{section}__{setting.Key}";
                if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                    _problems.Add($"{name} is no setting of the bridge: correct its name or remove it.");
            }
        }
    }

    /// <summary>What has no place where everybody acts by a key of their own.</summary>
    private void FindNeedless(MarkCarrier mark)
    {
        foreach (var name in NeedlessWithOwnKeys.Where(n => Text(n) is not null))
            _problems.Add($"{name} is set, but with Users__Link=connect people connect themselves, each by a key of their own: remove this one, or set Users__Link to map.");
        if (mark == MarkCarrier.Field)
            _problems.Add("Redmine__Mark is field, but with Users__Link=connect no key can read which custom fields there are: set it to description or off.");
    }

    private string? Text(string name) => _configuration[name.Replace("__", ":", StringComparison.Ordinal)]?.Trim() is { Length: > 0 } text ? text : null;

    private Uri Address(string name, string what, string? otherwise = null)
    {
        var nowhere = new Uri("http://localhost");
        if ((Text(name) ?? otherwise) is not { } text)
        {
            _problems.Add($"{name} is missing: set it to {what}.");
            return nowhere;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address is { Query: "", Fragment: "", UserInfo: "" })
        {
            return address;
        }

        _problems.Add($"{name} is not an address of the form http(s)://host[:port][/path]: set it to {what}.");
        return nowhere;
    }

    private Uri ListenUrl()
    {
        const string name = "Bridge__ListenUrl";
        var listen = Address(name, "where the bridge listens, for example http://0.0.0.0:8090", "http://127.0.0.1:8090");
        if (listen is not { Scheme: "http", AbsolutePath: "/" })
            _problems.Add($"{name} must be plain http without a path, for example http://0.0.0.0:8090: TLS is for a proxy, and a path belongs into Bridge__PublicUrl.");
        return listen;
    }

    private string MattermostToken() => Secret("Mattermost__Token", "the access token of the bot's account");

    private string Secret(string name, string what)
    {
        var asked = _problems.Count;
        var text = SecretText(name);
        if (_problems.Count > asked)
            return "";
        if (text is null)
            _problems.Add($"{name} is missing: set it to {what}.");
        else if (text.Any(c => !char.IsAscii(c) || char.IsWhiteSpace(c) || char.IsControl(c)))
            _problems.Add($"{name} has blanks or characters that no such key has: copy {what} again.");
        return text ?? "";
    }

    /// <summary>The secret itself, or what the file says that holds it, as those of Docker and systemd do.</summary>
    private string? SecretText(string name)
    {
        var (text, inFile) = (Text(name), $"{name}File");
        if (Text(inFile) is not { } path)
            return text;
        if (text is not null)
        {
            _problems.Add($"{name} and {inFile} are both set: remove one of them.");
            return text;
        }

        if (ReadFile(inFile, path, "the secret alone") is not { } content)
            return null;
        if (content.Trim() is { Length: > 0 } secret)
            return secret;
        _problems.Add($"{inFile}: {path} is empty; write the secret into it.");
        return null;
    }

    /// <summary>Null where that is not possible, which is then one of the problems.</summary>
    private string? ReadFile(string name, string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            NoFile(name, path, what);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{name}: {path} can't be read; let the bridge's account read it.");
        }

        return null;
    }

    private void NoFile(string name, string path, string what) => _problems.Add($"{name}: there is no file {path}; create it with {what}, or correct the path.");

    private PrivateAuthorities? Authorities()
    {
        const string name = "Bridge__CaFile";
        if (Text(name) is not { } path || ReadFile(name, path, "your authority's certificate in PEM form") is not { } pem)
            return null;
        if (PrivateAuthorities.Parse(pem) is { } authorities)
            return authorities;
        _problems.Add($"{name}: there is no certificate in {path}; put your authority's into it, beginning with -----BEGIN CERTIFICATE-----.");
        return null;
    }

    private IReadOnlyList<IPNetwork> TrustedProxies()
    {
        var proxies = new List<IPNetwork>();
        foreach (var text in (Text("Bridge__TrustedProxies") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // An IPv4 address in short, like 10.1, would be read as 10.0.0.1.
            if (IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text))
                proxies.Add(new(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                proxies.Add(network);
            else
                _problems.Add($"Bridge__TrustedProxies: {text} is no address and no network; write them like 10.0.0.5 or 10.0.0.0/24, separated by commas.");
        }

        return proxies;
    }

    private string Database()
    {
        const string otherwise = "Data Source=redmine-bridge.db";
        var text = SecretText("Bridge__Database") ?? otherwise;
        try
        {
            return new BridgeDatabase(text).ConnectionString;
        }
        catch (ArgumentException)
        {
            _problems.Add(
                "Bridge__Database is not a connection string: write Data Source=/path/to/file.db for SQLite, or "
                + "Host=…;Database=…;Username=…;Password=… for PostgreSQL.");
            return otherwise;
        }
    }

    private TimeZoneInfo Zone()
    {
        if (Text("Bridge__TimeZone") is not { } name)
            return TimeZoneInfo.Local;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        _problems.Add($"Bridge__TimeZone: there is no time zone {name}; write it like Europe/Moscow, or leave it out for this machine's own.");
        return TimeZoneInfo.Utc;
    }

    private UserMap Users()
    {
        var map = UserMap.Parse(Text("Users__Map") ?? "", out var problems);
        _problems.AddRange(problems.Select(p => $"{p}."));
        return map;
    }

    private string? ExistingFile(string name, string what)
    {
        var path = Text(name);
        if (path is not null && !File.Exists(path))
            NoFile(name, path, what);
        return path;
    }

    private IReadOnlyList<GivenToken> CommandTokens()
    {
        const string name = "Commands__TokensFile";
        if (Text(name) is not { } path || ReadFile(name, path, "lines of team, trigger and token") is not { } lines)
            return [];
        var tokens = GivenToken.Parse(lines, out var wrong);
        _problems.AddRange(wrong.Select(line => $"{name}, line {line}: write it as team trigger token."));
        return tokens;
    }

    private string? MarkField(MarkCarrier mark)
    {
        var named = Text("Redmine__MarkField");
        if (mark == MarkCarrier.Field && named is null)
            _problems.Add("Redmine__MarkField is missing: Redmine__Mark is field, so set it to the name or the id of a custom field of tickets.");
        else if (mark != MarkCarrier.Field && named is not null)
            _problems.Add("Redmine__MarkField is set, but nothing is put into it: set Redmine__Mark to field, or remove this one.");
        return named;
    }

    private RedmineTimeouts Timeouts()
    {
        var usual = new RedmineTimeouts();
        var text = Text("Redmine__TimeoutSeconds") ?? $"{(int)usual.Creation.TotalSeconds}";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= ShortestTimeout and <= LongestTimeout)
        {
            var creation = TimeSpan.FromSeconds(seconds);
            return usual with { Creation = creation, Background = creation, Command = creation < usual.Command ? creation : usual.Command };
        }

        _problems.Add($"Redmine__TimeoutSeconds is {text}, but must be a whole number from {ShortestTimeout} to {LongestTimeout}.");
        return usual;
    }

    private TimeSpan Settle(RedmineTimeouts timeouts)
    {
        var least = (int)timeouts.Creation.TotalSeconds;
        var text = Text("Redmine__SettleSeconds") ?? $"{Math.Max(least, UsualSettle)}";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= LongestSettle)
            return TimeSpan.FromSeconds(seconds);
        _problems.Add(
            $"Redmine__SettleSeconds is {text}, but must be a whole number from {least}, as long as the bridge itself waits for a creation, to {LongestSettle}.");
        return TimeSpan.FromSeconds(least);
    }

    private TimeSpan CatchUp()
    {
        var text = Text("Links__CatchUpHours") ?? "24";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is >= 1 and <= LongestCatchUp)
            return TimeSpan.FromHours(hours);
        _problems.Add($"Links__CatchUpHours is {text}, but must be a whole number from 1 to {LongestCatchUp}.");
        return TimeSpan.FromHours(24);
    }

    /// <summary>One that an administrator makes up.</summary>
    private string? LongSecret(string name, string mend)
    {
        var text = SecretText(name);
        if (text is not null && (text.Length < 32 || text.Any(c => !char.IsAscii(c) || char.IsWhiteSpace(c) || char.IsControl(c))))
            _problems.Add($"{name} must have 32 characters or more, letters and digits: {mend}.");
        return text;
    }

    /// <summary>OpenTelemetry passes over an address that it can't read, and nothing would come of it.</summary>
    private bool SendsTelemetry()
    {
        string[] endpoints = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];
        foreach (var name in endpoints.Where(n => Text(n) is not null))
            Address(name, "the address of your collector, for example http://127.0.0.1:4317");
        return endpoints.Any(n => Text(n) is not null);
    }

    private string Trigger()
    {
        var text = Text("Commands__Trigger") ?? "redmine";
        if (!CommandWord().IsMatch(text))
            _problems.Add($"Commands__Trigger: {text} can't be a slash command; write one lower-case word without a slash, like redmine.");
        return text;
    }

    private T OneOf<T>(string name, string otherwise, params (string Word, T Value)[] values)
    {
        var text = Text(name) ?? otherwise;
        foreach (var (word, value) in values)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        _problems.Add($"{name} is {text}, but must be one of: {string.Join(", ", values.Select(v => v.Word))}.");
        return values[0].Value;
    }

    [GeneratedRegex(@"^[a-z0-9_\-.]{1,128}$")]
    private static partial Regex CommandWord();
}
