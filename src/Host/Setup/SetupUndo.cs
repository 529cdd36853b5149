using System.Text.Json.Nodes;

namespace RedmineBridge.Host.Setup;

/// <summary>
/// Takes back what the record has, the newest first. What somebody has changed since is theirs and stays, and what can't be taken back is
/// named.
/// </summary>
internal sealed class SetupUndo(MattermostAdmin mattermost, SetupRecord record, ISetupTerminal terminal)
{
    private const string SystemAdmin = "system_admin";

    public static string Sentence(Deed deed) => deed.Kind switch
    {
        DeedKind.SwitchSet => $"put back Mattermost's {deed.Name}",
        DeedKind.RoleExtended => $"take {string.Join(", ", deed.After.Except(deed.Before))} from the role {deed.Name} again",
        DeedKind.BotCreated => $"deactivate the bot @{deed.Name}",
        DeedKind.BotEnabled => $"deactivate the bot @{deed.Name} again",
        DeedKind.BotAssigned => $"give @{deed.Name} back to its former owner",
        DeedKind.TokensRevoked => $"access tokens of @{deed.Name} that were revoked, {deed.Before.Count} of them, stay so: make others where they were used",
        DeedKind.BotRolesSet => $"give @{deed.Name} its former roles {string.Join(' ', deed.Before.Where(r => r != SystemAdmin))}",
        DeedKind.TeamJoined => $"take the bot out of the team {deed.Name}",
        DeedKind.ChannelJoined => $"take the bot out of the channel {deed.Name}",
        DeedKind.TokenMade => $"revoke the access token of @{deed.Name}",
        DeedKind.CommandsRegistered => $"delete the slash commands that @{deed.Name} has registered for the bridge",
        DeedKind.CommandRedirected => $"lead {deed.Name} to {deed.Before[0]} again",
        DeedKind.PersonMapped => $"take {deed.Name} out of {deed.Target}",
        DeedKind.FileCreated => $"delete {deed.Name}, if nothing else is in it",
        DeedKind.SecretCreated => $"delete {deed.Target}, if it is still the {deed.Name} of setup",
        DeedKind.SettingAdded => $"take {deed.Name} out of {deed.Target}",
        _ => $"{deed.Name} in {deed.Target} was another before, which is not kept",
    };

    /// <summary>False where something could not be taken back, and may be tried again.</summary>
    public async Task<bool> DoAsync(CancellationToken cancellation)
    {
        var isDone = true;
        foreach (var deed in record.Deeds.Reverse().ToList())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var left = await UndoAsync(deed, CancellationToken.None);
                await record.RemoveAsync(deed, CancellationToken.None);
                terminal.Line(left is null ? "done" : "not possible", left ?? Sentence(deed));
            }
            catch (ServerRefusedException refused)
            {
                terminal.Line("not possible", $"{Sentence(deed)}: {refused.Message}");
                isDone = false;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                terminal.Line("not possible", $"{Sentence(deed)}: {failure.Message}");
                isDone = false;
            }
        }

        return isDone;
    }

    /// <summary>What stays for good; null: nothing.</summary>
    private async Task<string?> UndoAsync(Deed deed, CancellationToken cancellation)
    {
        switch (deed.Kind)
        {
            case DeedKind.SwitchSet:
                return await SwitchBackAsync(deed, cancellation);
            case DeedKind.RoleExtended:
                return await NarrowAsync(deed, cancellation);
            case DeedKind.BotCreated:
                await mattermost.SetBotActiveAsync(deed.Target, false, cancellation);
                terminal.Line("note", $"Mattermost deletes no accounts: @{deed.Name} stays, deactivated, and what it wrote");
                return null;
            case DeedKind.BotEnabled:
                await mattermost.SetBotActiveAsync(deed.Target, false, cancellation);
                return null;
            case DeedKind.BotAssigned:
                if ((await mattermost.OwnerAsync(deed.Target, cancellation))?.Id == deed.After[0])
                    await GoneAsync(() => mattermost.AssignAsync(deed.Target, deed.Before[0], cancellation));
                return null;
            case DeedKind.BotRolesSet:
                return await RolesBackAsync(deed, cancellation);
            case DeedKind.TeamJoined:
                await GoneAsync(() => mattermost.LeaveTeamAsync(deed.Target, deed.Bot!, cancellation));
                return null;
            case DeedKind.ChannelJoined:
                await GoneAsync(() => mattermost.LeaveChannelAsync(deed.Target, deed.Bot!, cancellation));
                return null;
            case DeedKind.TokenMade:
                await SetupRun.RevokeAsync(mattermost, deed.Target, cancellation);
                return null;
            case DeedKind.CommandsRegistered:
                foreach (var command in (await CommandsAsync(cancellation)).Where(c => c.Creator == deed.Target && SetupPlan.IsForABridge(c) && !deed.Before.Contains(c.Id)))
                    await GoneAsync(() => mattermost.DeleteCommandAsync(command.Id, cancellation));
                return null;
            case DeedKind.CommandRedirected:
                if ((await CommandsAsync(cancellation)).Any(c => c.Id == deed.Target && c.Url == deed.After[0]))
                    await GoneAsync(() => mattermost.RedirectCommandAsync(deed.Target, deed.Before[0], cancellation));
                return null;
            case DeedKind.PersonMapped:
                await UnmapAsync(deed, cancellation);
                return null;
            case DeedKind.FileCreated:
                return Delete(deed.Target) ? null : $"delete {deed.Target}: there is something else in it";
            case DeedKind.SecretCreated:
                if (File.Exists(deed.Target) && SafeFile.Digest(deed.Target) != deed.After[0])
                    return $"delete {deed.Target}: somebody has changed it since";
                File.Delete(deed.Target);
                return null;
            case DeedKind.SettingAdded:
                await UnsetAsync(deed, cancellation);
                return null;
            default:
                return Sentence(deed);
        }
    }

    private async Task<string?> SwitchBackAsync(Deed deed, CancellationToken cancellation)
    {
        var (now, before, after) = ((await mattermost.SwitchesAsync(cancellation))[deed.Target], JsonNode.Parse(deed.Before[0])!, JsonNode.Parse(deed.After[0])!);
        if (deed.Target == "SiteURL")
            return $"Mattermost's SiteURL can be changed and not emptied: it stays {now}";
        if (!JsonNode.DeepEquals(now, after))
        {
            if (deed.Target != "AllowedUntrustedInternalConnections")
                return JsonNode.DeepEquals(now, before) ? null : $"Mattermost's {deed.Name} was changed since: it stays {now}";
            // Only what setup put there goes.
            var mine = Hosts(after).Except(Hosts(before)).ToList();
            before = string.Join(' ', Hosts(now).Where(h => !mine.Contains(h)));
        }

        await mattermost.SwitchAsync(deed.Target, before, cancellation);
        return null;
    }

    /// <summary>To exactly what it permitted before, unless somebody has changed it since: then only what setup added goes.</summary>
    private async Task<string?> NarrowAsync(Deed deed, CancellationToken cancellation)
    {
        var role = await mattermost.RoleAsync(deed.Target, cancellation);
        var wanted = role.Permissions.ToHashSet().SetEquals(deed.After) ? deed.Before : [.. role.Permissions.Except(deed.After.Except(deed.Before))];
        await mattermost.SetPermissionsAsync(role.Id, wanted, cancellation);
        return null;
    }

    /// <summary>The same for the bot's roles; but nobody becomes a System Admin by a file that says they were one.</summary>
    private async Task<string?> RolesBackAsync(Deed deed, CancellationToken cancellation)
    {
        if (await mattermost.WhoIsAsync(deed.Target, cancellation) is not { } bot)
            return null;
        var wanted = bot.Roles.Except(deed.After.Except(deed.Before)).ToList();
        await mattermost.SetRolesAsync(deed.Target, wanted, cancellation);
        return deed.Before.Contains(SystemAdmin) && !wanted.Contains(SystemAdmin)
            ? $"@{deed.Name} was a System Admin before: make it one in the System Console, if it needs that for something else"
            : null;
    }

    private async Task<IReadOnlyList<SlashCommand>> CommandsAsync(CancellationToken cancellation) =>
        await mattermost.CommandsAsync(await mattermost.TeamsAsync(cancellation), cancellation);

    private static async Task UnmapAsync(Deed deed, CancellationToken cancellation)
    {
        if (!File.Exists(deed.Target))
            return;
        var kept = (await File.ReadAllTextAsync(deed.Target, cancellation)).Split('\n').Where(l => l.Trim() != deed.Name);
        await SafeFile.WriteAsync(deed.Target, string.Join('\n', kept), cancellation, SafeFile.ModeOf(deed.Target));
    }

    private static async Task UnsetAsync(Deed deed, CancellationToken cancellation)
    {
        if (!File.Exists(deed.Target))
            return;
        var file = SettingsFile.Read(deed.Target);
        file.Remove(deed.Name);
        await file.SaveAsync(deed.Target, cancellation);
    }

    private static bool Delete(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is not ("" or "{}"))
            return false;
        File.Delete(path);
        return true;
    }

    /// <summary>What is not there any more needs no undoing.</summary>
    private static async Task GoneAsync(Func<Task> undo)
    {
        try
        {
            await undo();
        }
        catch (ServerRefusedException gone) when (gone is { Status: 404, ErrorId.Length: > 0 })
        {
            // Somebody else has done it.
        }
    }

    private static string[] Hosts(JsonNode? list) => InternalConnections.Entries((string?)list ?? "");
}
