using System.Text.Json.Nodes;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Does the steps of a plan, one after the other, says how each went and writes down what undoes it. One that fails keeps no other from
/// being done, but those that need what it would have made. Asked to end, it ends between two steps: what was made and not written down could not be undone.
/// </summary>
internal sealed class SetupRun(SetupInput input, MattermostFindings found, MattermostAdmin mattermost, SetupRecord record, ISetupTerminal terminal)
{
    private string? _bot = found.Bot?.Id;
    private string? _token = found.Token == TokenState.Good ? input.BotToken : null;

    /// <summary>It could not be seen to that nobody else acts by the bot.</summary>
    private bool _isOthersToo;

    /// <summary>Whatever could not be done: the bridge has a bot with a token, and its settings.</summary>
    public bool CanBridgeRun { get; private set; } = true;

    /// <summary>False where something could not be done.</summary>
    /// <exception cref="OperationCanceledException">What was said to be done is done, and written down.</exception>
    public async Task<bool> DoAsync(IEnumerable<PlanLine> plan, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await record.BeginAsync(input.Settings.MattermostUrl, found.Server, CancellationToken.None);
        var isDone = true;
        foreach (var line in plan)
        {
            if (line.Step is null)
            {
                isDone &= line.State != PlanState.Impossible;
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<string> problems;
            try
            {
                problems = await DoAsync(line.Step, CancellationToken.None);
            }
            catch (ServerRefusedException refused)
            {
                problems = [$"{line.Text}: {refused.Message}"];
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                problems = [$"{line.Text}: {failure.Message}"];
            }

            if (problems.Count == 0)
                terminal.Line("done", line.Text);
            foreach (var problem in problems)
                terminal.Line(line.Step is Step.ExtendRole { IsOptional: true } ? "note" : "not possible", problem);
            isDone &= problems.Count == 0 || line.Step is Step.ExtendRole { IsOptional: true };
            CanBridgeRun &= problems.Count == 0
                || line.Step is not (Step.CreateBot or Step.EnableBot or Step.MakeToken or Step.WriteMap or Step.WriteSecret or Step.WriteSettings);
        }

        return isDone;
    }

    /// <summary>A sentence for each thing that was not possible.</summary>
    private async Task<IReadOnlyList<string>> DoAsync(Step step, CancellationToken cancellation)
    {
        switch (step)
        {
            case Step.Switch change:
                return await SwitchAsync(change, cancellation);
            case Step.CreateBot create:
                _bot = await mattermost.CreateBotAsync(create.Name, cancellation);
                return await DoneAsync(new(DeedKind.BotCreated, _bot, create.Name), cancellation);
            case Step.EnableBot:
                await mattermost.SetBotActiveAsync(Bot, true, cancellation);
                return await DoneAsync(new(DeedKind.BotEnabled, Bot, found.BotName), cancellation);
            case Step.AssignBot assign:
                await ProtectAsync(() => mattermost.AssignAsync(Bot, found.Admin.Id, cancellation));
                return await DoneAsync(new(DeedKind.BotAssigned, Bot, found.BotName) { Before = [assign.Former], After = [found.Admin.Id] }, cancellation);
            case Step.RevokeTokens revoke:
                foreach (var token in revoke.Ids)
                    await ProtectAsync(() => RevokeAsync(mattermost, token, cancellation));
                return await DoneAsync(new(DeedKind.TokensRevoked, Bot, found.BotName) { Before = revoke.Ids }, cancellation);
            case Step.ExtendRole or Step.SetBotRoles { TakesAdmin: false } when _isOthersToo:
                return [$"@{found.BotName} gets no rights while somebody else can act by it"];
            case Step.ExtendRole extend:
                return await ExtendAsync(extend, cancellation);
            case Step.SetBotRoles roles:
                await mattermost.SetRolesAsync(Bot, roles.Wanted, cancellation);
                return await DoneAsync(new(DeedKind.BotRolesSet, Bot, found.BotName) { Before = roles.Former, After = roles.Wanted }, cancellation);
            case Step.JoinTeam join:
                await mattermost.JoinTeamAsync(join.Id, Bot, cancellation);
                return await DoneAsync(new(DeedKind.TeamJoined, join.Id, found.Teams.First(t => t.Id == join.Id).Name) { Bot = Bot }, cancellation);
            case Step.JoinChannel join:
                await mattermost.JoinChannelAsync(join.Id, Bot, cancellation);
                return await DoneAsync(new(DeedKind.ChannelJoined, join.Id, found.Channels.First(c => c.Id == join.Id).Named) { Bot = Bot }, cancellation);
            case Step.MakeToken:
                return await MakeTokenAsync(cancellation);
            case Step.RegisterCommands:
                return await RegisterAsync(cancellation);
            case Step.WriteMap map:
                return await WriteAsync(map, cancellation);
            case Step.WriteSecret secret:
                return await WriteAsync(secret, cancellation);
            case Step.WriteSettings settings:
                return await WriteAsync(settings, cancellation);
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "There is no way to do this step.");
        }
    }

    /// <summary>Where it fails, the bot gets no rights.</summary>
    private async Task ProtectAsync(Func<Task> protect)
    {
        var before = _isOthersToo;
        _isOthersToo = true;
        await protect();
        _isOthersToo = before;
    }

    private string Bot => _bot ?? throw new ServerRefusedException($"there is no bot @{found.BotName}", 0);

    private async Task<IReadOnlyList<string>> SwitchAsync(Step.Switch change, CancellationToken cancellation)
    {
        var now = await mattermost.SwitchAsync(change.Name, change.Value.DeepClone(), cancellation);
        return JsonNode.DeepEquals(now, change.Value)
            ? await DoneAsync(
                new(DeedKind.SwitchSet, change.Name, change.Name) { Before = [change.Former.ToJsonString()], After = [change.Value.ToJsonString()] }, cancellation)
            : [$"{change.Name} stays as it is, since the environment of the Mattermost server sets it: change MM_SERVICESETTINGS_{change.Name.ToUpperInvariant()} there"];
    }

    /// <summary>By what the role permits at this moment: another step may just have extended it.</summary>
    private async Task<IReadOnlyList<string>> ExtendAsync(Step.ExtendRole extend, CancellationToken cancellation)
    {
        var role = await mattermost.RoleAsync(extend.Name, cancellation);
        IReadOnlyList<string> wanted = [.. role.Permissions.Union(extend.Added)];
        try
        {
            await mattermost.SetPermissionsAsync(role.Id, wanted, cancellation);
        }
        catch (ServerRefusedException refused) when (extend.IsOptional && refused.Status is >= 400 and not 401 and not 403)
        {
            await record.RefusedAsync($"{found.Version}", cancellation);
            return [$"this server doesn't let the role {extend.Name} {string.Join(", ", extend.Added)}: people are told in direct messages instead"];
        }

        return await DoneAsync(new(DeedKind.RoleExtended, extend.Name, extend.Name) { Before = role.Permissions, After = wanted }, cancellation);
    }

    /// <summary>One that was made before and is not in the settings any more is nobody's: it goes.</summary>
    private async Task<IReadOnlyList<string>> MakeTokenAsync(CancellationToken cancellation)
    {
        if (input.BotToken is { } known && (await mattermost.WhoHasAsync(known, cancellation))?.Id == Bot)
        {
            // It was refused only while the bot was not active.
            _token = known;
            return [];
        }

        foreach (var lost in record.TokensOf(Bot))
        {
            await RevokeAsync(mattermost, lost.Target, cancellation);
            await record.RemoveAsync(lost, cancellation);
        }

        (var id, _token) = await mattermost.CreateTokenAsync(Bot, cancellation);
        return await DoneAsync(new(DeedKind.TokenMade, id, found.BotName) { Bot = Bot, After = [SafeFile.DigestOf(_token)] }, cancellation);
    }

    /// <summary>As the running bridge does it, in every team of the bot.</summary>
    private async Task<IReadOnlyList<string>> RegisterAsync(CancellationToken cancellation)
    {
        if (_token is null)
            return [$"there is no access token of @{found.BotName} to register commands by"];
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<BridgeMetrics>().BuildServiceProvider();
        using var api = new MattermostApi(
            input.Settings.MattermostUrl, new BotToken(_token), services.GetRequiredService<BridgeMetrics>(), TimeProvider.System, input.Settings.Trust);
        // Where commands were switched off before, none were found at the first look.
        var before = await mattermost.CommandsAsync(found.Teams, cancellation);
        RegistrarFindings findings;
        try
        {
            findings = await new CommandRegistrar(SetupPlan.SlashOf(input.Settings), api).LookAsync(cancellation);
        }
        catch (MattermostException failure)
        {
            return [$"register the commands: {failure.Message}"];
        }

        var after = await mattermost.CommandsAsync(found.Teams, cancellation);
        // What the bridge registers later is taken back by the same deed.
        if (after.Any(c => c.Creator == Bot && before.All(b => b.Id != c.Id)) && !record.Deeds.Any(d => d.Kind == DeedKind.CommandsRegistered && d.Target == Bot))
            await DoneAsync(new(DeedKind.CommandsRegistered, Bot, found.BotName) { Before = [.. before.Where(c => c.Creator == Bot).Select(c => c.Id)] }, cancellation);
        foreach (var (now, former) in after.Join(before, c => c.Id, c => c.Id, (now, former) => (now, former)).Where(c => c.now.Url != c.former.Url))
            await DoneAsync(new(DeedKind.CommandRedirected, now.Id, Named(now)) { Before = [former.Url], After = [now.Url] }, cancellation);

        return [.. findings.Problems.Select(p => p.TrimEnd('.'))];
    }

    private string Named(SlashCommand command) => $"/{command.Trigger} in {found.Teams.First(t => t.Id == command.Team).Name}";

    private async Task<IReadOnlyList<string>> WriteAsync(Step.WriteMap map, CancellationToken cancellation)
    {
        var before = "";
        if (File.Exists(map.Path))
            before = await File.ReadAllTextAsync(map.Path, cancellation);
        else
            await DoneAsync(new(DeedKind.FileCreated, map.Path, map.Path), cancellation);

        var gap = before.Length == 0 || before.EndsWith('\n') ? "" : "\n";
        await SafeFile.WriteAsync(map.Path, $"{before}{gap}{string.Concat(map.Lines.Select(l => $"{l}\n"))}", cancellation, SafeFile.ModeOf(map.Path));
        foreach (var line in map.Lines)
            await DoneAsync(new(DeedKind.PersonMapped, map.Path, line), cancellation);
        return [];
    }

    private async Task<IReadOnlyList<string>> WriteAsync(Step.WriteSecret secret, CancellationToken cancellation)
    {
        var value = secret.Value ?? _token;
        if (value is null)
            return [$"there is no access token of @{found.BotName} to write into {secret.Path}"];
        var isNew = !File.Exists(secret.Path);
        await SafeFile.WriteAsync(secret.Path, $"{value}\n", cancellation, SafeFile.ModeOf(secret.Path));
        var former = record.Deeds.FirstOrDefault(d => d.Target == secret.Path && d.Kind is DeedKind.SecretCreated or DeedKind.SettingReplaced);
        // What setup has made and writes again is still its own.
        var deed = isNew || former?.Kind == DeedKind.SecretCreated
            ? new Deed(DeedKind.SecretCreated, secret.Path, secret.Setting) { After = [SafeFile.Digest(secret.Path)] }
            : new(DeedKind.SettingReplaced, secret.Path, secret.Setting);
        await DoneAsync(deed, cancellation);
        if (former is not null)
            await record.RemoveAsync(former, cancellation);
        return [];
    }

    private async Task<IReadOnlyList<string>> WriteAsync(Step.WriteSettings settings, CancellationToken cancellation)
    {
        if (!File.Exists(settings.Path))
            await DoneAsync(new(DeedKind.FileCreated, settings.Path, settings.Path), cancellation);
        var values = settings.Values.ToList();
        if (_token is not null && found.Token != TokenState.Good && input.FileOf("Mattermost__Token") is null && input.File.Find("Mattermost__Token") != _token)
            values.Add(new("Mattermost__Token", _token));
        List<Deed> deeds = [];
        foreach (var (name, value) in values)
        {
            deeds.Add(new(input.File.Find(name) is null ? DeedKind.SettingAdded : DeedKind.SettingReplaced, settings.Path, name));
            input.File.Set(name, value);
        }

        foreach (var name in settings.Removed)
            input.File.Remove(name);
        await input.File.SaveAsync(settings.Path, cancellation);
        foreach (var gone in record.Deeds.Where(d => d.Kind == DeedKind.SettingAdded && d.Target == settings.Path && settings.Removed.Contains(d.Name)).ToList())
            await record.RemoveAsync(gone, cancellation);
        // What setup has added once is taken away again, whatever it was changed to since.
        foreach (var deed in deeds.Where(d => !record.Deeds.Any(r => r.Kind is DeedKind.SettingAdded or DeedKind.SettingReplaced && (r.Target, r.Name) == (d.Target, d.Name))))
            await DoneAsync(deed, cancellation);
        return [];
    }

    private async Task<IReadOnlyList<string>> DoneAsync(Deed deed, CancellationToken cancellation)
    {
        await record.AddAsync(deed, cancellation);
        return [];
    }

    /// <summary>Whoever has revoked it before has done no harm.</summary>
    public static async Task RevokeAsync(MattermostAdmin mattermost, string token, CancellationToken cancellation)
    {
        try
        {
            await mattermost.RevokeTokenAsync(token, cancellation);
        }
        catch (ServerRefusedException gone) when (gone.Status is 400 or 404)
        {
            // There is no such token any more.
        }
    }
}
