using System.Text.RegularExpressions;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>Whom a new post calls, as its event names them to all: ids of members, never the author.</summary>
internal static partial class Mentions
{
    public static IReadOnlyList<string> In(MattermostPost post, MattermostChannel channel, IEnumerable<MattermostUser> members)
    {
        if (post.IsSystem)
            return [];
        if (channel.Type == MattermostChannel.Direct)
            return [.. members.Where(m => m.Id != post.UserId).Select(m => m.Id)];
        var names = Name().Matches(post.Message).Select(m => m.Groups[1].Value.ToLowerInvariant()).ToHashSet();
        return names.Count == 0 ? [] : [.. members.Where(m => m.Id != post.UserId && names.Contains(m.Username)).Select(m => m.Id)];
    }

    [GeneratedRegex(@"(?<![\w@])@([A-Za-z0-9_.\-]*[A-Za-z0-9_])")]
    private static partial Regex Name();
}
