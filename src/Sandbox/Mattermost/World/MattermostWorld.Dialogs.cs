using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Dialogs: clients are told of them, the server itself forgets them at once.</summary>
public sealed partial class MattermostWorld
{
    private const int DialogsKept = 1_000;
    private readonly Queue<OpenedDialog> _dialogs = new();

    /// <summary>What was opened for this person, oldest first, closed since or not; only the last thousand of all are remembered.</summary>
    public IReadOnlyList<OpenedDialog> DialogsFor(MattermostUser user) => Read(() => _dialogs.Where(d => d.UserId == user.Id).ToList());

    /// <summary>What an integration opens a dialog with, and the short name under which the client knows it.</summary>
    internal (string ClientId, string TriggerId) NewTrigger(MattermostUser user)
    {
        var clientId = _ids.Next();
        return (clientId, Trigger.Sign(clientId, user.Id, Now));
    }

    /// <param name="dialog">With all members that clients are to see.</param>
    internal void OpenDialog(string triggerId, string url, JsonObject dialog) => Change(() =>
    {
        var (clientId, userId) = Trigger.Read(triggerId, Now, _settings);
        _dialogs.Enqueue(new(userId, clientId, url, JsonSerializer.SerializeToElement(dialog)));
        if (_dialogs.Count > DialogsKept)
            _dialogs.Dequeue();
        var json = new JsonObject { ["trigger_id"] = clientId, ["url"] = url, ["dialog"] = dialog };
        Tell("open_dialog", new() { ["dialog"] = WorldEvent.Text(json) }, new(userId), id => id == userId);
        return 0;
    });
}
