using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Forms;

/// <summary>The project that forms in a channel begin with, kept over restarts. Methods throw when the database does.</summary>
public interface IChannelProjects
{
    /// <summary>Null where none was set.</summary>
    Task<int?> FindAsync(ChannelId channel, CancellationToken cancellation);

    /// <param name="project">Null forgets it.</param>
    Task SetAsync(ChannelId channel, int? project, CancellationToken cancellation);
}
