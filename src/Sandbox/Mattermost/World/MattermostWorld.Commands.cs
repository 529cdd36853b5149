namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Slash commands, and what a call of one leaves behind.</summary>
public sealed partial class MattermostWorld
{
    private const int ResponseUrlUses = 5;
    private static readonly TimeSpan ResponseUrlLife = TimeSpan.FromMinutes(30);
    private readonly Dictionary<string, MattermostCommand> _commands = [];
    private readonly Dictionary<string, ResponseUrl> _responseUrls = [];

    public IReadOnlyList<MattermostCommand> Commands => Read(() => _commands.Values.ToList());

    /// <summary>As an administrator registers it in the pages of the team.</summary>
    public MattermostCommand AddCommand(
        MattermostTeam team, string trigger, Uri url, MattermostUser creator, Func<MattermostCommand, MattermostCommand>? with = null)
    {
        var command = new MattermostCommand(_ids.Next(), team.Id, creator.Id) { Trigger = trigger, Url = url.AbsoluteUri, AutoComplete = true };
        return Save(with?.Invoke(command) ?? command);
    }

    /// <summary>As an administrator corrects its address in the pages of the team.</summary>
    public MattermostCommand Redirect(MattermostCommand command, Uri url) => Save(command with { Url = url.AbsoluteUri });

    /// <summary>As an administrator renews its token in the pages of the team: the old one is worth nothing from now on.</summary>
    public MattermostCommand RenewToken(MattermostCommand command) => Change(() => _commands[command.Id] = command with { Token = _ids.Next(), UpdateAt = Now });

    internal string NextId() => _ids.Next();

    internal MattermostCommand? FindCommand(string id) => Read(() => _commands.GetValueOrDefault(id));

    internal MattermostCommand? FindCommand(string teamId, string trigger) =>
        Read(() => _commands.Values.FirstOrDefault(c => c.TeamId == teamId && c.Trigger == trigger));

    /// <summary>A new one gets its token, a known one keeps it.</summary>
    internal MattermostCommand Save(MattermostCommand command) => Change(() =>
    {
        command = command with { Trigger = command.Trigger.ToLowerInvariant() };
        if (command.Trigger.Length is 0 or > 128 || command.Trigger.StartsWith('/') || command.Trigger.Contains(' '))
            throw Invalid("trigger", "Invalid trigger.");
        if (!Uri.TryCreate(command.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || command.Url.Length > 1024)
            throw Invalid("url", "Invalid URL. Must be a valid URL and start with http:// or https://.");
        if (command.Method is not ("P" or "G"))
            throw Invalid("method", "Invalid Method.");
        if (command.DisplayName.Length > 64)
            throw Invalid("display_name", "Invalid title.");
        if (command.Description.Length > 128)
            throw Invalid("description", "Invalid description.");
        if (_commands.Values.Any(c => c.Id != command.Id && c.TeamId == command.TeamId && c.Trigger == command.Trigger))
            throw new MattermostRefusalException(400, "api.command.duplicate_trigger.app_error", "This trigger word is already in use. Please choose another word.");
        var known = _commands.GetValueOrDefault(command.Id);
        command = command with { CreateAt = known?.CreateAt ?? Now, UpdateAt = Now, Token = known?.Token ?? _ids.Next() };
        _commands[command.Id] = command;
        return command;

        static MattermostRefusalException Invalid(string name, string message) => new(400, $"model.command.is_valid.{name}.app_error", message);
    });

    internal void Remove(MattermostCommand command) => Change(() => _commands.Remove(command.Id));

    internal ResponseUrl NewResponseUrl(MattermostCommand command, MattermostUser user, string channelId, string rootId) => Change(() =>
    {
        var url = new ResponseUrl(_ids.Next(), command, user.Id, channelId, rootId, Time.GetUtcNow() + ResponseUrlLife, ResponseUrlUses);
        _responseUrls.Add(url.Id, url);
        return url;
    });

    /// <summary>Counts as one of its uses, whatever comes of it.</summary>
    internal ResponseUrl UseResponseUrl(string id) => Change(() =>
    {
        if (!_responseUrls.TryGetValue(id, out var url) || url.Until <= Time.GetUtcNow() || !_commands.ContainsKey(url.Command.Id))
            throw new MattermostRefusalException(404, "app.command_webhook.get.missing", "Unable to get the webhook.", $"resource: CommandWebhook id: {id}");
        if (url.UsesLeft == 0)
            throw new MattermostRefusalException(400, "app.command_webhook.try_use.invalid", "Invalid webhook.", $"resource: CommandWebhook id: {id}");
        return _responseUrls[id] = url with { UsesLeft = url.UsesLeft - 1 };
    });
}
