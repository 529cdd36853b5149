namespace RedmineBridge.Host.Setup;

/// <summary>One line a thing, for logs and pipes; nobody can be asked.</summary>
internal sealed class PlainTerminal(TextWriter output, TextWriter error) : ISetupTerminal
{
    public bool CanAsk => false;

    public void Say(string text) => output.WriteLine(text);

    public void Complain(string text) => error.WriteLine(text);

    public void Line(string word, string text) => output.WriteLine($"{word}: {text}");

    public void Show(IReadOnlyList<PersonMatch> people)
    {
        foreach (var person in people)
            output.WriteLine($"{person.Line} ({person.Why})");
    }

    public Task<string> AskAsync(string question, string? otherwise, bool isSecret, CancellationToken cancellation) =>
        throw new InvalidOperationException("Nobody can be asked.");

    public Task<bool> ConfirmAsync(string question, CancellationToken cancellation) => throw new InvalidOperationException("Nobody can be asked.");
}
