using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Host.Storage;

internal sealed class ChannelProjects(BridgeDatabase database) : IChannelProjects
{
    public async Task<int?> FindAsync(ChannelId channel, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        return await connection.GetTable<ChannelProjectRow>()
            .Where(r => r.ChannelId == channel.Value)
            .Select(r => (int?)r.ProjectId)
            .FirstOrDefaultAsync(cancellation);
    }

    public async Task SetAsync(ChannelId channel, int? project, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        if (project is { } id)
            await connection.InsertOrReplaceAsync(new ChannelProjectRow { ChannelId = channel.Value, ProjectId = id }, token: cancellation);
        else
            await connection.GetTable<ChannelProjectRow>().Where(r => r.ChannelId == channel.Value).DeleteAsync(cancellation);
    }
}
