using Spectre.Console;

namespace RedmineBridge.Host.Setup;

/// <summary>For somebody at a terminal.</summary>
internal sealed class SpectreTerminal(IAnsiConsole console) : ISetupTerminal
{
    private const int WordWidth = 13;

    public bool CanAsk => true;

    public void Say(string text) => console.WriteLine(text);

    public void Complain(string text) => console.MarkupLineInterpolated($"[red]{text}[/]");

    public void Line(string word, string text)
    {
        var color = word switch
        {
            "done" or "there already" => "green",
            "would do" => "blue",
            "not possible" => "red",
            _ => "yellow",
        };
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().Width(WordWidth)).AddColumn();
        console.Write(grid.AddRow(new Markup($"[{color}]{Markup.Escape(word)}[/]"), new Text(text)));
    }

    public void Show(IReadOnlyList<PersonMatch> people)
    {
        var table = new Table().AddColumns("Mattermost", "Redmine", "same").RoundedBorder();
        foreach (var person in people)
            table.AddRow(new Text(person.Mattermost), new Text(person.Redmine), new Text(person.Why));
        console.Write(table);
    }

    public Task<string> AskAsync(string question, string? otherwise, bool isSecret, CancellationToken cancellation)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question));
        if (otherwise is not null)
            prompt.DefaultValue(otherwise);
        if (isSecret)
            prompt.Secret(null);
        return prompt.ShowAsync(console, cancellation);
    }

    public Task<bool> ConfirmAsync(string question, CancellationToken cancellation) =>
        new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }.ShowAsync(console, cancellation);
}
