using System.Text;
using RedmineBridge.Actors.Creations;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>A checked list of tasks with the choice to create or to correct. What is wrong matters most when a message gets too long.</summary>
internal sealed class BatchRenderer(Uri redmine, ReplyContext context)
{
    private const int SubjectLength = 120;

    /// <summary>A username has 64 characters at most, and two names of a person as many each.</summary>
    private const int PairLength = 250;

    public RenderedReply Render(Reply.BatchChecked reply)
    {
        var say = Sentences.In(reply.Language);
        PreviewLine[] good = [.. reply.Preview.Good];
        PreviewLine[] bad = [.. reply.Preview.Bad];
        var title = $"#### {say.Format("BatchTitle", TicketCells.Shown(reply.Preview.Project, 100))}\n{say.Format("BatchCounts", good.Length, bad.Length)}\n";
        var room = context.MaxRunes - MarkdownText.Runes(title) - 10;
        var (byName, isAsked) = ByName(good, room, say);
        room -= MarkdownText.Runes(byName);
        var wrong = Bad(bad, room, say);
        room -= MarkdownText.Runes(wrong);
        var skipped = Skipped(reply.Preview.Skipped, room / 4, say);
        room -= MarkdownText.Runes(skipped);
        var table = Good(reply, good, room, say);
        return new(string.Join('\n', new[] { title, byName, wrong, table, skipped }.Where(p => p.Length > 0)).TrimEnd('\n')) { Buttons = Buttons(reply.Preview, isAsked ? good.Length : 0, bad.Length, say) };
    }

    /// <summary>Who is taken for whom by name alone: what does not fit can't be agreed to either.</summary>
    private static (string Text, bool IsWhole) ByName(PreviewLine[] lines, int room, Sentences say)
    {
        string[] pairs = [.. lines.Where(l => l.ByName is not null).Select(l => $"- {TicketCells.Shown($"@{l.Assignee}: {l.ByName}", PairLength)}\n").Distinct()];
        var text = pairs.Length == 0 ? "" : say["BatchByName"] + "\n" + string.Concat(pairs);
        return MarkdownText.Runes(text) <= room ? (text, true) : (say["BatchTooManyByName"] + "\n", false);
    }

    private static string Bad(PreviewLine[] lines, int room, Sentences say)
    {
        var blocks = lines.Select(line =>
        {
            var block = new StringBuilder("- ").Append(say.Format("LineSays", line.Number, TicketCells.Shown(line.Source, SubjectLength))).Append('\n');
            foreach (var problem in line.Problems)
                block.Append("    - ").Append(MarkdownText.Escape(problem)).Append('\n');
            return block.ToString();
        });
        return BoundedList.Write(say["BadLinesTitle"] + "\n", [.. blocks], room, count => $"- {say.Format("AndMore", count)}\n");
    }

    private string Good(Reply.BatchChecked reply, PreviewLine[] lines, int room, Sentences say)
    {
        var cells = new TicketCells(redmine, reply.Language, DateOnly.MinValue, SubjectLength);
        var head = TicketCells.Head(say["ColumnLine"], say["ColumnSubject"], say["ColumnAssignee"], say["ColumnDue"]);
        var rows = lines.Select(line => TicketCells.Row(
            line.Number.ToString(say.Culture),
            TicketCells.Shown(line.Subject, SubjectLength),
            cells.Person(line.Assignee is null ? null : $"@{line.Assignee}"),
            cells.Date(line.DueDate)));
        return BoundedList.Write(head, [.. rows], room, count => $"\n{say.Format("AndMore", count)}\n");
    }

    private static string Skipped(IReadOnlyList<string> lines, int room, Sentences say) => BoundedList.Write(
        say["SkippedTitle"] + "\n", [.. lines.Select(l => $"- {TicketCells.Shown(l, SubjectLength)}\n")], room, count => $"- {say.Format("AndMore", count)}\n");

    private static IReadOnlyList<ReplyButton> Buttons(BatchPreview preview, int good, int bad, Sentences say)
    {
        var correct = new ReplyButton("correct", say["CorrectButton"], new Intent.CorrectForm(preview.BatchId));
        return good == 0
            ? [correct with { IsPrimary = true }]
            :
            [
                new("create", say.Format(bad == 0 ? "CreateAllButton" : "CreateGoodButton", good), new Intent.CreateBatch(preview.BatchId)) { IsPrimary = true },
                correct,
            ];
    }
}
