using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;

namespace RedmineBridge.Actors.Conversations;

/// <summary>A ticket, or a list without a project, that a person talks into being. Its fields are those of the form.</summary>
/// <param name="Id">Made from what it began with, so that it begins once; also the id of the request that it becomes.</param>
/// <param name="Values">What is known so far; what shall count without being said again is written down here too.</param>
/// <param name="Origin">Where it began: a result is due there.</param>
/// <param name="TouchedAt">When the person last did something about it.</param>
public sealed record Draft(string Id, FormKind Kind, FormValues Values, Origin Origin, DateTimeOffset TouchedAt)
{
    /// <summary>The field that was asked for last; null where the summary stands, or nothing was asked yet.</summary>
    public string? Asked { get; init; }

    /// <summary>What kind of answer was asked for; null like <see cref="Asked"/>.</summary>
    public FieldKind? AskedKind { get; init; }

    /// <summary>Counts the questions and summaries: the last one's.</summary>
    public int Number { get; init; }

    /// <summary>Fields that need no answer and shall be asked for all the same.</summary>
    public IReadOnlyList<string> Wanted { get; init; } = [];

    /// <summary>Fields that were answered or skipped, the last one at the end: the way back.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>What it is about, in somebody's own words; null for nothing.</summary>
    public Quote? Quote { get; init; }

    /// <summary>Whether the quote goes into the ticket.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Names the post that the last question or summary is.</summary>
    internal string ReplyId => ReplyIdOf(Id, Number);

    /// <summary>Names the post of a draft's question of this number.</summary>
    internal static string ReplyIdOf(string id, int number) => $"{id}-{number}";
}
