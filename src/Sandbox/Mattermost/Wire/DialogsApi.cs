using RedmineBridge.Sandbox.Mattermost.Integrations;
using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary>Dialogs: opened by integrations, filled in by people.</summary>
internal static class DialogsApi
{
    /// <summary>No session is asked for: the signed trigger says who will see it.</summary>
    public static ApiAnswer Open(ApiCall call)
    {
        var from = new StrictObject(call.Body);
        var (trigger, url) = (from.Text("trigger_id"), from.Text("url"));
        var dialog = DialogJson.Complete(from.Map("dialog") ?? [], call.World.Settings);
        if (!from.IsGood || dialog is null)
            throw Refusals.InvalidBody("dialog");
        if (url.Length == 0)
            throw Refusals.InvalidBody("url");
        call.World.OpenDialog(trigger, url, dialog);
        return ApiAnswer.Ok;
    }

    public static async Task<ApiAnswer> Submit(ApiCall call, DialogSubmitter submitter) => new(await submitter.Submit(call.Me, Read(call)));

    public static async Task<ApiAnswer> LookUp(ApiCall call, DialogSubmitter submitter) =>
        call.World.Settings.HasDynamicMenus ? new(await submitter.LookUp(call.Me, Read(call))) : throw SystemApi.NoPage;

    private static DialogSubmission Read(ApiCall call)
    {
        var from = new StrictObject(call.Body);
        var submission = new DialogSubmission(from.Text("url"))
        {
            Type = from.Text("type"),
            CallbackId = from.Text("callback_id"),
            State = from.Text("state"),
            ChannelId = from.Text("channel_id"),
            TeamId = from.Text("team_id"),
            Values = from.Map("submission"),
            IsCancelled = from.Flag("cancelled"),
        };
        return from.IsGood ? submission : throw Refusals.InvalidBody("dialog");
    }
}
