using RedmineBridge.Actors.Chat;

namespace RedmineBridge.Actors.Sessions;

/// <summary>When what is stored of a person is to be looked through, and what is old thrown away. Methods throw when the database does.</summary>
public interface IHistoryTerms
{
    /// <summary>Something was stored. An earlier term stays.</summary>
    Task NoteAsync(UserId user, DateTimeOffset due, CancellationToken cancellation);

    /// <summary>All that is stored of the person is to be thrown away, at once.</summary>
    Task ForgetAsync(UserId user, CancellationToken cancellation);

    /// <summary>Whether that is still to be done.</summary>
    Task<bool> IsToForgetAsync(UserId user, CancellationToken cancellation);

    /// <summary>It was done.</summary>
    /// <param name="wasAll">All was thrown away. Where that was asked for meanwhile and this was not it, it is still to be done.</param>
    /// <param name="next">When to look again; null where nothing is stored any more.</param>
    Task DoneAsync(UserId user, bool wasAll, DateTimeOffset? next, CancellationToken cancellation);

    /// <summary>Those whose term has come, the longest overdue first.</summary>
    Task<IReadOnlyList<(UserId User, bool All)>> LoadDueAsync(DateTimeOffset now, int atMost, CancellationToken cancellation);
}
