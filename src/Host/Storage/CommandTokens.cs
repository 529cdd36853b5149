using LinqToDB;
using LinqToDB.Async;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Storage;

internal sealed class CommandTokens(BridgeDatabase database) : ICommandTokens
{
    public async Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        var rows = await connection.GetTable<CommandTokenRow>().ToListAsync(cancellation);
        return [.. rows.Select(r => new CommandToken(new(r.TeamId), r.Command, r.Token))];
    }

    public async Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var token in tokens)
        {
            await connection.InsertOrReplaceAsync(
                new CommandTokenRow { TeamId = token.Team.Value, Command = token.Trigger, Token = token.Token }, token: cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }
}
