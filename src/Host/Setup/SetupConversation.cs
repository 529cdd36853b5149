using RedmineBridge.Host.Commands;

namespace RedmineBridge.Host.Setup;

/// <summary>One run of setup: what is there, what is to be done, whether that is right, and then doing it.</summary>
/// <param name="environment">Null: this process's.</param>
internal sealed class SetupConversation(SetupOptions options, IReadOnlyList<string> args, ISetupTerminal terminal, IConfiguration? environment = null)
{
    private const int NotDone = 1;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var reader = new SetupInputReader(options, args, terminal, environment);
        while (true)
        {
            var (code, mayBeAnswers) = await OnceAsync(reader, cancellation);
            if (!mayBeAnswers || !reader.HasAsked || !await terminal.ConfirmAsync("Correct what you have answered?", cancellation))
                return code;
        }
    }

    /// <returns>The exit code, and whether it is what it is since something that was given is not right.</returns>
    private async Task<(int Code, bool MayBeAnswers)> OnceAsync(SetupInputReader reader, CancellationToken cancellation)
    {
        var record = SetupRecord.Read(options.RecordPath);
        if (await reader.ReadAsync(record, cancellation) is not { } input)
            return (SettingsSources.BadSettings, true);
        using var mattermost = new MattermostAdmin(input.Settings.MattermostUrl, input.Settings.Trust);
        using var redmine = new RedmineAdmin(input.Settings.RedmineUrl, input.Settings.Trust);
        try
        {
            var look = new SetupLook(input, mattermost, redmine);
            var (found, isAdmin) = await TryAsync(() => look.AtMattermostAsync(cancellation));
            var (key, isRight) = await TryAsync(() => look.AtRedmineAsync(cancellation));
            if (isAdmin && isRight && await record.IsOfAsync(input.Settings.MattermostUrl, found!.Server, mattermost, cancellation))
                return (await RunAsync(input, record, look, found, key, mattermost, cancellation), false);
            if (isAdmin && isRight)
                terminal.Complain($"{options.RecordPath} tells what was done in {record.Mattermost}, another Mattermost: undo that first, with that in Mattermost__Url, or move the file away.");
            terminal.Say("Nothing was changed.");
            return (NotDone, true);
        }
        finally
        {
            await LeaveAsync(mattermost);
        }
    }

    public async Task<int> UndoAsync(CancellationToken cancellation)
    {
        var record = SetupRecord.Read(options.RecordPath);
        if (record.Deeds.Count == 0)
        {
            terminal.Say($"There is nothing to undo: {options.RecordPath} tells of nothing that setup has done.");
            return 0;
        }

        foreach (var deed in record.Deeds.Reverse())
            terminal.Line("would do", SetupUndo.Sentence(deed));
        if (options.IsDryRun)
            return 0;
        var reader = new SetupInputReader(options, args, terminal, environment);
        if (await reader.ReadMattermostAsync(cancellation) is not { } credentials || !await IsAgreedAsync("Undo all this?", cancellation))
            return SettingsSources.BadSettings;
        var former = new Uri(record.Mattermost!);
        var now = await reader.MattermostUrlAsync(record.Mattermost!, cancellation) ?? former;
        foreach (var address in new[] { now, former }.Distinct())
        {
            using var mattermost = new MattermostAdmin(address, reader.Trust());
            try
            {
                await mattermost.EnterAsync(credentials, cancellation);
                var (_, server) = await mattermost.ServerAsync(cancellation);
                if (await record.IsOfAsync(address, server, mattermost, cancellation))
                {
                    await record.BeginAsync(address, server, cancellation);
                    return await new SetupUndo(mattermost, record, terminal).DoAsync(cancellation) ? 0 : NotDone;
                }

                terminal.Line("note", $"{address} is another Mattermost than that in which this was done");
            }
            catch (ServerRefusedException silent) when (silent.Status == 0 && address != former)
            {
                terminal.Line("note", silent.Message);
            }
            finally
            {
                await LeaveAsync(mattermost);
            }
        }

        terminal.Complain("Nothing was undone: set Mattermost__Url to the present address of the Mattermost in which setup has done this.");
        return NotDone;
    }

    private async Task<int> RunAsync(
        SetupInput input, SetupRecord record, SetupLook look, MattermostFindings found, string? key, MattermostAdmin mattermost, CancellationToken cancellation)
    {
        var known = SettingsPlan.Known(input.Settings.Users, File.Exists(input.MapPath) ? await File.ReadAllTextAsync(input.MapPath, cancellation) : null);
        var people = key is null ? PeopleMatches.None : await look.AtPeopleAsync(known, cancellation);
        foreach (var became in input.Former?.Became ?? [])
            terminal.Line("note", became);
        if (input.Former is not null)
            terminal.Line("note", FormerSettings.Advice);
        foreach (var warning in input.Settings.Warnings)
            terminal.Line("note", warning.TrimEnd('.'));
        terminal.Show(people.Matched);
        var plan = Plan(options, input, record, found, key, people);
        Show(plan);
        if (plan.Any(l => l.Blocks))
        {
            terminal.Say("Nothing was changed.");
            return NotDone;
        }

        if (plan.All(l => l.Step is null))
            terminal.Say("There is nothing to do.");
        if (options.IsDryRun || plan.All(l => l.Step is null))
            return 0;
        if (!await IsAgreedAsync("Do all this?", cancellation))
            return SettingsSources.BadSettings;
        if (!options.IsAgreed && plan.Any(l => l.Step is Step.Switch) && !await terminal.ConfirmAsync("Change the Mattermost server's own settings, too?", cancellation))
        {
            plan = Plan(options with { KeepsSwitches = true }, input, record, found, key, people);
            if (plan.FirstOrDefault(l => l.Blocks) is { } blocked)
            {
                terminal.Line("not possible", blocked.Text);
                return NotDone;
            }
        }

        var run = new SetupRun(input, found, mattermost, record, terminal);
        var isDone = await run.DoAsync(plan, cancellation);
        terminal.Say(
            isDone ? "All is done. Start the bridge: redmine-bridge run"
            : run.CanBridgeRun ? "Not all could be done: mend what is named above, and run setup again. The bridge runs without it, too: redmine-bridge run"
            : "Not all could be done: mend what is named above, and run setup again.");
        // What waits for setup to start the bridge must not wait for what the bridge can do without.
        return run.CanBridgeRun ? 0 : NotDone;
    }

    /// <summary>However it went, that stands: a session that stays open changes nothing of it.</summary>
    private async Task LeaveAsync(MattermostAdmin mattermost)
    {
        try
        {
            await mattermost.LeaveAsync(CancellationToken.None);
        }
        catch (ServerRefusedException refused)
        {
            terminal.Line("note", $"the administrator's session in Mattermost could not be ended (Profile, Security, View and Log Out of Active Sessions): {refused.Message}");
        }
    }

    private static IReadOnlyList<PlanLine> Plan(
        SetupOptions options, SetupInput input, SetupRecord record, MattermostFindings found, string? key, PeopleMatches people)
    {
        var made = record.TokensOf(found.Bot?.Id);
        // Whoever made other tokens for a bot that setup made is an administrator.
        var tokens = record.Deeds.Any(d => d.Kind == DeedKind.BotCreated && d.Target == found.Bot?.Id)
            ? BotTokens.None
            : BotTokens.Of(found.BotTokens, made, input.BotToken, found.Token == TokenState.Good);
        var servers = SetupPlan.OfMattermost(options, input.Settings, found, record.EphemeralRefusedBy, tokens, made.Count > 0);
        var makesToken = servers.Any(l => l.Step is Step.MakeToken);
        return
        [
            .. servers,
            new(PlanState.There, key is null ? "Redmine's REST API is on" : "Redmine's REST API is on, and takes an administrator's key"),
            .. SettingsPlan.Of(input, key, people, makesToken, File.Exists(input.MapPath), SafeFile.OthersMayRead(input.Options.SettingsPath)),
        ];
    }

    private void Show(IReadOnlyList<PlanLine> plan)
    {
        foreach (var line in plan)
        {
            terminal.Line(
                line.State switch
                {
                    PlanState.ToDo => "would do",
                    PlanState.There => "there already",
                    PlanState.Impossible => "not possible",
                    _ => "note",
                },
                line.Text);
        }
    }

    private async Task<bool> IsAgreedAsync(string question, CancellationToken cancellation)
    {
        if (options.IsAgreed)
            return true;
        if (terminal.CanAsk && await terminal.ConfirmAsync(question, cancellation))
            return true;
        terminal.Complain(terminal.CanAsk ? "Nothing was changed." : "Nobody can be asked here: say --yes to have it done. Nothing was changed.");
        return false;
    }

    /// <summary>Both servers are looked at, so that all that is wrong is said at once.</summary>
    private async Task<(T? Found, bool IsRight)> TryAsync<T>(Func<Task<T>> look)
    {
        try
        {
            return (await look(), true);
        }
        catch (ServerRefusedException refused)
        {
            terminal.Line("not possible", refused.Message);
            return (default, false);
        }
    }
}
