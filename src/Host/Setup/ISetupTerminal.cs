namespace RedmineBridge.Host.Setup;

/// <summary>Where setup shows what it finds and does, and where somebody can be asked.</summary>
internal interface ISetupTerminal
{
    /// <summary>Somebody sits there.</summary>
    bool CanAsk { get; }

    void Say(string text);

    /// <summary>Something that went wrong, or is missing.</summary>
    void Complain(string text);

    /// <param name="word">How it stands: <c>done</c>, <c>there already</c>, <c>would do</c>, <c>not possible</c>, <c>note</c>.</param>
    void Line(string word, string text);

    void Show(IReadOnlyList<PersonMatch> people);

    Task<string> AskAsync(string question, string? otherwise, bool isSecret, CancellationToken cancellation);

    Task<bool> ConfirmAsync(string question, CancellationToken cancellation);
}
