using RedmineBridge.Sandbox.Mattermost.World;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>Tells Apps of what they subscribed to, as long as the server runs; whoever caused it doesn't wait for that.</summary>
internal sealed class AppNotifier(MattermostWorld world, AppsPlugin plugin) : IDisposable
{
    public void Open() => world.Happened += Note;

    public void Dispose() => world.Happened -= Note;

    private void Note(WorldEvent happened)
    {
        var (subject, about) = happened.Name switch
        {
            "new_user" => ("user_created", new AgentContext { UserId = Of("user_id") }),
            "channel_created" => ("channel_created", new() { TeamId = Of("team_id"), ChannelId = Of("channel_id") }),
            "added_to_team" => ("user_joined_team", new() { TeamId = Of("team_id"), UserId = Of("user_id") }),
            "leave_team" => ("user_left_team", new() { TeamId = Of("team_id"), UserId = Of("user_id") }),
            "user_added" => ("user_joined_channel", new() { ChannelId = happened.To.ChannelId, UserId = Of("user_id") }),
            "user_removed" when happened.To.ChannelId.Length > 0 => ("user_left_channel", new() { ChannelId = happened.To.ChannelId, UserId = Of("user_id") }),
            _ => ("", new AgentContext()),
        };
        if (subject.Length > 0)
            _ = Task.Run(() => Tell(subject, about));

        string Of(string name) => (string?)happened.Data[name] ?? "";
    }

    private Task Tell(string subject, AgentContext about)
    {
        var subscriptions = world.SubscriptionsTo(subject, about.TeamId, about.ChannelId).ToList();
        if (subject.StartsWith("user_", StringComparison.Ordinal) && subject != "user_created")
            subscriptions.AddRange(world.SubscriptionsTo("bot_" + subject["user_".Length..], about.TeamId, about.ChannelId)
                .Where(s => world.FindApp(s.AppId)?.Bot.Id == about.UserId));
        return Task.WhenAll(subscriptions.Select(s => Tell(s, about with { Subject = s.Subject })));
    }

    private async Task Tell(AppSubscription subscription, AgentContext about)
    {
        var failure = "";
        try
        {
            await plugin.Notify(subscription, about);
        }
        catch (AppsFailureException failed)
        {
            failure = failed.Message;
        }

        world.Note(new AppNotification(subscription.AppId, subscription.Subject, failure));
    }
}
