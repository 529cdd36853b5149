namespace RedmineBridge.Gateway.Slash;

/// <summary>Tokens of the commands that the bridge has registered, kept so that calls are believed right after a start. Methods throw when the database does.</summary>
public interface ICommandTokens
{
    Task<IReadOnlyList<CommandToken>> LoadAsync(CancellationToken cancellation);

    /// <summary>One token a team and trigger: a new one replaces the old.</summary>
    Task SaveAsync(IReadOnlyCollection<CommandToken> tokens, CancellationToken cancellation);
}
