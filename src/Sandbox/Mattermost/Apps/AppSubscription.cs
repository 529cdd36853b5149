namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>An App that wants to hear of something, and where. A second one for the same takes the place of the first.</summary>
internal sealed record AppSubscription(string AppId, string Subject, string TeamId, string ChannelId, AppCall Call)
{
    private static readonly string[] OfServer = ["user_created", "bot_joined_team", "bot_left_team", "bot_joined_channel", "bot_left_channel"];
    private static readonly string[] OfTeam = ["user_joined_team", "user_left_team", "channel_created"];
    private static readonly string[] OfChannel = ["user_joined_channel", "user_left_channel"];

    /// <summary>Whether the subject is of the whole server, of a team or of a channel, and the ids are those that it needs.</summary>
    /// <exception cref="AppsFailureException">It isn't, or the call is missing.</exception>
    public void Check()
    {
        var problems = new List<string>();
        if (Call.Path.Length == 0)
            problems.Add("call must not be empty");
        if (Subject.Length == 0)
            problems.Add("subject must not be empty");
        if (OfServer.Contains(Subject))
        {
            if (TeamId.Length > 0 || ChannelId.Length > 0)
                problems.Add($"{Subject} is globally scoped; team_id and channel_id must both be empty");
        }
        else if (OfTeam.Contains(Subject))
        {
            if (TeamId.Length == 0)
                problems.Add($"{Subject} is scoped to a team; team_id must not be empty");
            if (ChannelId.Length > 0)
                problems.Add($"{Subject} is scoped to a team; channel_id must be empty");
        }
        else if (OfChannel.Contains(Subject))
        {
            if (TeamId.Length > 0)
                problems.Add($"{Subject} is scoped to a channel; team_id must be empty");
            if (ChannelId.Length == 0)
                problems.Add($"{Subject} is scoped to a channel; channel_id must not be empty");
        }
        else
            problems.Add($"Unknown subject {Subject}");

        if (AppsFailureException.All(problems) is { } failure)
            throw failure;
    }

    public bool IsAbout(string subject, string teamId, string channelId) =>
        Subject == subject && (TeamId.Length == 0 || TeamId == teamId) && (ChannelId.Length == 0 || ChannelId == channelId);
}
