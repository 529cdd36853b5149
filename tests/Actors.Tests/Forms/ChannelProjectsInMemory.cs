using System.Collections.Concurrent;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Actors.Tests.Forms;

internal sealed class ChannelProjectsInMemory : IChannelProjects
{
    public ConcurrentDictionary<ChannelId, int> Projects { get; } = new();

    /// <summary>What is asked of this channel makes the asker fail.</summary>
    public static readonly ChannelId Poison = new("poison00000000000000000000");

    public Task<int?> FindAsync(ChannelId channel, CancellationToken cancellation) => channel == Poison ? throw new InvalidOperationException("poison") :
        Task.FromResult(Projects.TryGetValue(channel, out var project) ? project : (int?)null);

    public Task SetAsync(ChannelId channel, int? project, CancellationToken cancellation)
    {
        if (project is { } id)
            Projects[channel] = id;
        else
            Projects.TryRemove(channel, out _);
        return Task.CompletedTask;
    }
}
