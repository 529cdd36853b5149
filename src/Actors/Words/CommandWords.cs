using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Actors.Words;

/// <summary>
/// The one place that knows by which words people ask for what, in both languages at once and with the names of the first version.
/// Case, <c>ё</c> and the number of blanks don't matter.
/// </summary>
public static class CommandWords
{
    /// <summary>Shorter words differ from each other by one letter too easily.</summary>
    private const int ShortestSlip = 4;

    /// <summary>The first English and the first Russian one are how the bridge itself calls it; a bar stands between phrases.</summary>
    private static readonly Row[] Rows =
    [
        new(CommandWord.Help, "help|what can you do", "помощь|справка|что ты умеешь", "app_info"),
        new(CommandWord.New, "new|create|create ticket|create task|new ticket|new task", "создать|создай|новая задача|новую задачу", "create_ticket_by_form")
        {
            Opening = "create a ticket|create a task|create a new ticket|create a new task|создай задачу|создать задачу|создай новую задачу|создать новую задачу",
        },
        new(CommandWord.Batch, "batch", "список|списком", "create_tickets"),
        new(CommandWord.Mine, "mine", "мои|мои задачи", "tickets_for_me") { TakesPage = true },
        new(CommandWord.Created, "created", "созданные|созданные мной", "my_tickets") { TakesPage = true },
        new(CommandWord.Link, "link", "ссылки|ссылка", ""),
        new(CommandWord.Project, "project", "проект", ""),
        new(CommandWord.Forget, "forget me|forget my data", "забудь меня|забыть меня", ""),
        new(CommandWord.Connect, "connect", "подключить|подключиться", ""),
        new(CommandWord.Disconnect, "disconnect", "отключить|отключиться", ""),
        new(CommandWord.Yes, "yes|y|yep|yeah|ok|okay|sure", "да|ага|ок|хорошо", "") { IsReply = true },
        new(CommandWord.No, "no|n|nope", "нет|не надо", "") { IsReply = true },
        new(CommandWord.Cancel, "cancel|never mind", "отмена|отменить|отмени", "") { IsReply = true },
        new(CommandWord.Back, "back|go back", "назад", "") { IsReply = true },
        new(CommandWord.Skip, "skip", "пропустить|пропусти|пропуск", "") { IsReply = true },
        new(CommandWord.Show, "show", "показать|покажи", "") { IsReply = true },
        new(CommandWord.Change, "change|edit", "изменить|измени", "") { IsReply = true, Opening = "change|edit|изменить|измени|поменять|поменяй" },
        new(CommandWord.Reschedule, "reschedule|postpone", "перенести|перенеси", "")
        {
            IsReply = true,
            Opening = "reschedule|reschedule to|reschedule for|move to|move it to|postpone|postpone to|postpone until|перенести|перенеси|отложи|отложить",
        },
    ];

    private static readonly Phrase[] AtTheDoor = Longest(Rows.Where(row => !row.IsReply).SelectMany(row => row.Phrases));

    private static readonly Phrase[] InTalk = Longest(Rows.SelectMany(row => row.Phrases));

    /// <summary>How the bridge calls it when it speaks of it.</summary>
    public static string Name(CommandWord word, Language language)
    {
        var row = Rows.Single(row => row.Word == word);
        return (language == Language.Russian ? row.Russian : row.English).Split('|')[0];
    }

    /// <summary>A command behind a door's own word: it comes first, whatever follows is for the command.</summary>
    /// <returns>The rest to the character, but for the one blank that ends the command; null where the first word is no command.</returns>
    public static SaidCommand? ReadCommand(string text)
    {
        var start = AfterBlanks(text, 0);
        foreach (var phrase in AtTheDoor)
        {
            var end = EndOf(phrase, text, start);
            if (end >= 0 && (end == text.Length || char.IsWhiteSpace(text[end])))
                return new(phrase.Word, text[start..end], text[Math.Min(end + 1, text.Length)..]);
        }

        return null;
    }

    /// <summary>
    /// A message in a conversation. It is a command if it says nothing else ("yes!", "мои 2"), or opens with words that ask for
    /// something to follow: "создай задачу: …", "change due", "перенеси на пятницу". "Yes, but …" and "new phone for Bob" are none. Who
    /// asks decides whether what follows makes sense; if it doesn't, the message is plain text.
    /// </summary>
    /// <returns>The rest without blanks around it, and without a colon or comma before it; null where the message is no command.</returns>
    public static SaidCommand? ReadTalk(string text)
    {
        var start = AfterBlanks(text, 0);
        var end = Typed.WithoutTrailing(text).Length;
        foreach (var phrase in InTalk)
        {
            var behind = EndOf(phrase, text, start);
            if (behind < 0 || (behind < end && !(char.IsWhiteSpace(text[behind]) || text[behind] is ':' or ',')))
                continue;
            var rest = behind >= end ? "" : text[behind..].TrimStart(':', ',').Trim();
            if (rest.Length == 0
                || phrase.Opens
                || (phrase.Word == CommandWord.New && text[behind] == ':')
                || (phrase.Word == CommandWord.Batch && text.AsSpan(behind).TrimStart(": ").StartsWith("\n", StringComparison.Ordinal))
                || (phrase.TakesPage && rest.All(char.IsAsciiDigit)))
            {
                return new(phrase.Word, text[start..behind], rest);
            }
        }

        return null;
    }

    /// <summary>
    /// The door's command that somebody may have meant: the only one that begins like this, or differs by one slip. Null where
    /// there is none, or more than one.
    /// </summary>
    public static CommandWord? Nearest(string word)
    {
        var typed = Typed.Fold(word.Trim());
        if (typed.Length < 2)
            return null;
        var begun = Beginnings.Find(typed, AtTheDoor, phrase => phrase.Text).Select(phrase => phrase.Word).Distinct().ToArray();
        if (begun.Length == 0 && typed.Length >= ShortestSlip)
            begun = [.. AtTheDoor.Where(phrase => Beginnings.IsOneSlip(phrase.Text, typed)).Select(phrase => phrase.Word).Distinct()];
        return begun is [var only] ? only : null;
    }

    private static Phrase[] Longest(IEnumerable<Phrase> phrases) => [.. phrases.OrderByDescending(phrase => phrase.Text.Length)];

    /// <summary>Where the phrase ends that begins here; -1 where another text does.</summary>
    private static int EndOf(Phrase phrase, string text, int at)
    {
        foreach (var letter in phrase.Text)
        {
            if (letter == ' ')
            {
                var next = AfterBlanks(text, at);
                if (next == at)
                    return -1;
                at = next;
            }
            else if (at < text.Length && Typed.Fold(text[at]) == letter)
            {
                at++;
            }
            else
            {
                return -1;
            }
        }

        return at;
    }

    private static int AfterBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <param name="Opens">In talk anything may follow.</param>
    private readonly record struct Phrase(CommandWord Word, string Text, bool Opens, bool TakesPage);

    private sealed record Row(CommandWord Word, string English, string Russian, string FirstVersion)
    {
        /// <summary>Means something only as an answer to the bot.</summary>
        public bool IsReply { get; init; }

        /// <summary>The number of a page may follow.</summary>
        public bool TakesPage { get; init; }

        /// <summary>In talk anything may follow these.</summary>
        public string Opening { get; init; } = "";

        public IEnumerable<Phrase> Phrases
        {
            get
            {
                var opening = Split(Opening);
                return opening.Union([.. Split(English), .. Split(Russian), .. Split(FirstVersion)])
                    .Select(text => new Phrase(Word, text, opening.Contains(text), TakesPage));
            }
        }

        private static string[] Split(string phrases) => phrases.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }
}
