using RedmineBridge.Actors.Batch;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.Words;

namespace RedmineBridge.Actors.Conversations;

/// <summary>What a message to the bot is, as far as the message alone tells.</summary>
internal abstract record Talk
{
    private Talk()
    {
    }

    /// <param name="asked">What kind of answer the bot waits for: of a text anything is one, but for commands; null where it waits for none.</param>
    /// <param name="today">The person's.</param>
    public static Talk Of(string text, FieldKind? asked, DateOnly today)
    {
        if (CommandWords.ReadTalk(text) is { } command)
            return command is { Word: CommandWord.Batch, Rest.Length: > 0 } ? new List(command.Rest) : new Command(command);
        if (asked == FieldKind.LongText)
            return new Other(text);
        if (BatchText.LooksLikeBatch(text))
            return new List(text);
        if (asked == FieldKind.Text)
            return new Other(text);
        if (References.Find(text).Count > 0)
            return new Reference();
        if (SmallTalk.Is(text))
            return new Small();
        // What stands at the end may stand before a project that is named there.
        return IsTask(text) || IsTask(FirstWords.WithoutProject(text)) ? new Task(text) : new Other(text);

        bool IsTask(string sentence) => TaskSentence.Read(sentence, today) is { Assignees.Count: > 0 } or { Dates.Count: > 0 };
    }

    /// <summary>A list of tasks.</summary>
    public sealed record List(string Text) : Talk;

    public sealed record Command(SaidCommand Said) : Talk;

    /// <summary>It names tickets: these become links, and nothing else happens.</summary>
    public sealed record Reference : Talk;

    /// <summary>Thanks, greetings, emoji: nothing to be done.</summary>
    public sealed record Small : Talk;

    /// <summary>Says at its end who does it, or by when.</summary>
    public sealed record Task(string Text) : Talk;

    public sealed record Other(string Text) : Talk;
}
