using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Wiring;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Reads what setup goes by, as the bridge itself reads its settings, but for what setup makes. What is missing is asked for at a terminal;
/// elsewhere all of it is said at once. Read again, it asks again, and offers what was answered before.
/// </summary>
/// <param name="environment">Null: this process's.</param>
internal sealed class SetupInputReader(SetupOptions options, IReadOnlyList<string> args, ISetupTerminal terminal, IConfiguration? environment = null)
{
    private const string Stand = "made-by-setup";

    /// <summary>What counts before the settings file.</summary>
    private readonly IConfigurationRoot _outer = (environment is null ? new ConfigurationBuilder().AddEnvironmentVariables() : new ConfigurationBuilder().AddConfiguration(environment))
        .AddCommandLine([.. args]).Build();

    private readonly IConfigurationRoot _arguments = new ConfigurationBuilder().AddCommandLine([.. args]).Build();

    private readonly List<string> _problems = [];

    /// <summary>By the names of the settings, and of the variables with logins. No passwords.</summary>
    private readonly Dictionary<string, string?> _answers = [];

    /// <summary>Somebody has answered something, which may have been wrong.</summary>
    public bool HasAsked => _answers.Count > 0;

    /// <summary>Null where something is missing or wrong; then it has been said.</summary>
    /// <param name="record">What setup has added to the settings file, and that doesn't go with keys of people's own, is passed over.</param>
    public async Task<SetupInput?> ReadAsync(SetupRecord record, CancellationToken cancellation)
    {
        _problems.Clear();
        if (!TryReadFile(out var file, out var inFile) || !TryReadFormer(out var former))
            return Nothing();
        var there = new ConfigurationBuilder()
            .AddInMemoryCollection(former?.Settings.Select(s => KeyValuePair.Create(Key(s.Key), (string?)s.Value)) ?? [])
            .AddConfiguration(inFile)
            .AddConfiguration(_outer)
            .Build();
        var outdated = Outdated(record, there, inFile);
        if (outdated.Count > 0)
        {
            there = new ConfigurationBuilder().AddConfiguration(there).AddInMemoryCollection(outdated.Select(n => KeyValuePair.Create(Key(n), (string?)null)))
                .AddConfiguration(_outer).Build();
        }

        await AskForAddressesAsync(there, cancellation);
        var configuration = new ConfigurationBuilder().AddConfiguration(there).AddInMemoryCollection(_answers.Select(a => KeyValuePair.Create(Key(a.Key), a.Value))).Build();
        var given = SettingsReader.Known.Where(n => Text(configuration, n) is not null).ToDictionary(n => n, n => Text(configuration, n)!);
        var (token, key) = (Secret(configuration, "Mattermost__Token"), Secret(configuration, "Redmine__ApiKey"));
        var settings = Check(configuration);
        if (settings is not null && ListenAddress.IsEverywhere(settings.PublicUrl))
            _problems.Add("Bridge__PublicUrl is missing: the bridge listens everywhere (Bridge__ListenUrl), so say by which address Mattermost reaches it.");
        if (_problems.Count > 0)
            return Nothing();
        var byOwnKeys = settings!.ByOwnKeys;
        var mattermost = await CredentialsAsync("Mattermost", "SETUP_MATTERMOST_TOKEN", isNeeded: true, cancellation);
        var redmine = byOwnKeys ? null : await CredentialsAsync("Redmine", "SETUP_REDMINE_KEY", isNeeded: key is null, cancellation);
        return _problems.Count > 0 ? Nothing() : new()
        {
            Options = options,
            Settings = settings,
            Given = given,
            Overriding = SettingsReader.Known.Where(n => Text(_outer, n) is not null).ToHashSet(StringComparer.OrdinalIgnoreCase),
            FromEnvironment = SettingsReader.Known.Where(n => Text(_outer, n) is not null && Text(_arguments, n) is null).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Outdated = outdated,
            File = file,
            Former = former,
            BotToken = token,
            RedmineKey = byOwnKeys ? null : key,
            Mattermost = mattermost,
            Redmine = redmine,
        };
    }

    /// <summary>Those of a Mattermost administrator alone, for undoing. Null where they are missing; then it has been said.</summary>
    public async Task<Credentials?> ReadMattermostAsync(CancellationToken cancellation)
    {
        var found = await CredentialsAsync("Mattermost", "SETUP_MATTERMOST_TOKEN", isNeeded: true, cancellation);
        if (found is null)
            Nothing();
        return found;
    }

    /// <summary>Where Mattermost is now, for undoing; asked for at a terminal where nothing says it. Null where it isn't known.</summary>
    /// <param name="former">Where it was.</param>
    public async Task<Uri?> MattermostUrlAsync(string former, CancellationToken cancellation)
    {
        const string name = "Mattermost__Url";
        var text = Text(_outer, name) ?? SettingsFile.Read(options.SettingsPath).Find(name);
        if (text is null && terminal.CanAsk)
            text = await AskAsync(name, "The address of Mattermost", former, cancellation);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
    }

    /// <summary>By <c>Bridge__CaFile</c>, wherever it stands; null for this machine's own rules.</summary>
    public RemoteCertificateValidationCallback? Trust()
    {
        var path = Text(_outer, "Bridge__CaFile") ?? SettingsFile.Read(options.SettingsPath).Find("Bridge__CaFile");
        return path is not null && PrivateAuthorities.Parse(File.ReadAllText(path)) is { } authorities ? authorities.Trusts : null;
    }

    private List<string> Outdated(SetupRecord record, IConfiguration there, IConfiguration inFile) => IsConnect(there)
        ?
        [
            .. SettingsReader.NeedlessWithOwnKeys.Where(n => Text(inFile, n) is not null
                && record.Deeds.Any(d => d.Kind == DeedKind.SettingAdded && (d.Target, d.Name) == (options.SettingsPath, n))),
        ]
        : [];

    private static bool IsConnect(IConfiguration configuration) => string.Equals(Text(configuration, "Users__Link"), "connect", StringComparison.OrdinalIgnoreCase);

    private SetupInput? Nothing()
    {
        terminal.Complain("Setup can't begin:");
        foreach (var problem in _problems)
            terminal.Complain($"  {problem}");
        return null;
    }

    private bool TryReadFile([NotNullWhen(true)] out SettingsFile? file, [NotNullWhen(true)] out IConfigurationRoot? configuration)
    {
        (file, configuration) = (null, null);
        try
        {
            file = SettingsFile.Read(options.SettingsPath);
            configuration = new ConfigurationBuilder().AddJsonFile(options.SettingsPath, optional: true).Build();
            return true;
        }
        catch (InvalidDataException)
        {
            _problems.Add($"{options.SettingsPath} is no JSON: correct it, or name another file with --settings.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"{options.SettingsPath} can't be read: let this account read it, or name another file with --settings.");
        }

        return false;
    }

    private bool TryReadFormer(out FormerSettings? former)
    {
        former = null;
        if (options.FormerSettingsPath is not { } path)
            return true;
        try
        {
            former = FormerSettings.Read(File.ReadAllText(path));
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _problems.Add($"--from-env-file: {path} can't be read; correct the path.");
            return false;
        }
    }

    private async Task AskForAddressesAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        if (!terminal.CanAsk)
            return;
        var listen = Text(configuration, "Bridge__ListenUrl") ?? "http://127.0.0.1:8090";
        await AskIfMissingAsync("Mattermost__Url", "The address of Mattermost, like https://chat.example.com", null);
        if (await AskIfMissingAsync("Redmine__Url", "The address of Redmine, like https://redmine.example.com", null) is { } redmine
            && await AskIfMissingAsync("Redmine__PublicUrl", "The address of Redmine in people's browsers", redmine) == redmine)
        {
            // The same is what it is without the setting.
            _answers["Redmine__PublicUrl"] = null;
        }

        await AskIfMissingAsync("Bridge__PublicUrl", "The address under which Mattermost reaches the bridge", IsEverywhere(listen) ? null : listen);

        async Task<string?> AskIfMissingAsync(string name, string question, string? offer) =>
            Text(configuration, name) is null ? await AskAsync(name, question, offer, cancellation) : null;
    }

    private async Task<string> AskAsync(string name, string question, string? offer, CancellationToken cancellation)
    {
        var answer = await terminal.AskAsync(question, _answers.GetValueOrDefault(name) ?? offer, isSecret: false, cancellation);
        _answers[name] = answer.Trim();
        return answer.Trim();
    }

    /// <summary>That is no address by which anybody could reach it.</summary>
    private static bool IsEverywhere(string listen) => Uri.TryCreate(listen, UriKind.Absolute, out var url) && ListenAddress.IsEverywhere(url);

    /// <summary>What setup makes may be missing: something stands for it meanwhile.</summary>
    private BridgeSettings? Check(IConfigurationRoot configuration)
    {
        Dictionary<string, string?> stands = [];
        foreach (var name in IsConnect(configuration) ? ["Mattermost__Token"] : new[] { "Mattermost__Token", "Redmine__ApiKey" })
        {
            if (Text(configuration, name) is not null || (Text(configuration, $"{name}File") is { } file && File.Exists(file) && new FileInfo(file).Length > 0))
                continue;
            stands[Key(name)] = Stand;
            stands[Key($"{name}File")] = null;
        }

        var map = Text(configuration, "Users__File");
        if (map is not null && !File.Exists(map))
            stands[Key("Users__File")] = null;
        try
        {
            var settings = SettingsReader.Read(new ConfigurationBuilder().AddConfiguration(configuration).AddInMemoryCollection(stands).Build());
            return settings with { UsersFile = map };
        }
        catch (SettingsException wrong)
        {
            _problems.AddRange(wrong.Problems);
            return null;
        }
    }

    private async Task<Credentials?> CredentialsAsync(string server, string token, bool isNeeded, CancellationToken cancellation)
    {
        var (login, password) = ($"SETUP_{server.ToUpperInvariant()}_LOGIN", $"SETUP_{server.ToUpperInvariant()}_PASSWORD");
        if (Secret(_outer, token) is { } given)
            return new() { Token = given };
        var (name, word) = (Text(_outer, login), Secret(_outer, password));
        if (name is not null && word is not null)
            return new() { Login = name, Password = word };
        if (!isNeeded)
            return null;
        if (terminal.CanAsk)
        {
            name ??= await AskAsync(login, $"The login of an administrator of {server}", null, cancellation);
            return new() { Login = name, Password = await terminal.AskAsync($"The password of {name} in {server}", null, isSecret: true, cancellation) };
        }

        if (name is null)
            _problems.Add($"{token} is missing: set it to the {(server == "Redmine" ? "API access key" : "access token")} of an administrator of {server}, or set {login} and {password}.");
        else
            _problems.Add($"{password} is missing: set it to the password of {name} in {server}.");
        return null;
    }

    /// <summary>Itself, or what the file says that is named beside it.</summary>
    private string? Secret(IConfiguration configuration, string name)
    {
        var isSetting = name.Contains("__", StringComparison.Ordinal);
        if (Text(configuration, name) is { } text)
            return text;
        var inFile = isSetting ? $"{name}File" : $"{name}_FILE";
        if (Text(configuration, inFile) is not { } path)
            return null;
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } secret ? secret : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Of a setting the reader of the settings says it.
            if (!isSetting)
                _problems.Add($"{inFile}: {path} can't be read; correct the path.");
            return null;
        }
    }

    private static string? Text(IConfiguration configuration, string name) => configuration[Key(name)]?.Trim() is { Length: > 0 } text ? text : null;

    private static string Key(string name) => name.Replace("__", ":", StringComparison.Ordinal);
}
