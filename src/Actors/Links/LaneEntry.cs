using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Links;

internal enum LaneStage
{
    Reading,
    Writing,

    /// <summary>The author is being told what could not be linked.</summary>
    Telling,

    /// <summary>The same, for posts so old that one direct message will name them all.</summary>
    Late,
}

/// <summary>One version of one post in the lane, and what is known for it so far.</summary>
internal sealed class LaneEntry
{
    private const int RemindersAtMost = 5;

    private readonly HashSet<TicketId> _wanted;
    private readonly HashSet<TicketId> _visible = [];
    private readonly HashSet<TicketId> _resolved = [];
    private int _reminders;

    public LaneEntry(LinkInbox.LinkPost post)
    {
        Post = post;
        Work = new(post);
        _wanted = [.. post.Tickets];
        Stage = _wanted.Count == 0 ? LaneStage.Writing : LaneStage.Reading;
    }

    public LinkInbox.LinkPost Post { get; }

    public SessionFaults.Work.Post Work { get; }

    public LaneStage Stage { get; private set; }

    /// <summary>What this stage asks of another actor has been asked, and not been answered yet.</summary>
    public bool Sent
    {
        get;
        set
        {
            field = value;
            _reminders = 0;
        }
    }

    /// <summary>The writes that were asked for; the answer to any of them is the answer.</summary>
    public List<Poster.WriteLinks> Requests { get; } = [];

    public IEnumerable<TicketId> Wanted => _wanted;

    public IReadOnlySet<TicketId> Visible => _visible;

    public IReadOnlySet<TicketId> Resolved => _resolved;

    /// <summary>What was written, once it was.</summary>
    public LinkInbox.Done? Result { get; private set; }

    /// <summary>Tickets that stayed plain and that the author has not heard of.</summary>
    public IReadOnlyList<TicketId> News { get; private set; } = [];

    /// <summary>The post was left alone, since with its links it would exceed the message size.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>What the author is told, and the id under which it is said only once.</summary>
    public string? Text { get; set; }

    public string? Notice { get; set; }

    /// <summary>It was sent again while an answer was awaited. Where the server is slow or much is to be written that takes its time.</summary>
    /// <returns>True when it has been so often that the answer must have got lost, or nothing was asked.</returns>
    public bool IsOverdue() => !Sent || ++_reminders > RemindersAtMost;

    public void LookedUp(IReadOnlySet<TicketId> asked, IReadOnlySet<TicketId> visible)
    {
        var here = _wanted.Where(asked.Contains).ToArray();
        _wanted.ExceptWith(here);
        _resolved.UnionWith(here);
        _visible.UnionWith(here.Where(visible.Contains));
        if (_wanted.Count == 0)
            Stage = LaneStage.Writing;
    }

    /// <summary>The text has got further references meanwhile: round once more.</summary>
    public void Want(IEnumerable<TicketId> tickets)
    {
        _wanted.UnionWith(tickets);
        Stage = LaneStage.Reading;
        Sent = false;
    }

    public void Tell(LinkInbox.Done result, IReadOnlyList<TicketId> news, bool isTooLong, LaneStage stage)
    {
        Result = result;
        News = news;
        IsTooLong = isTooLong;
        Stage = stage;
        Sent = false;
    }
}
