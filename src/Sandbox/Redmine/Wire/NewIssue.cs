using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>
/// A ticket as a person asked for it. As Redmine does, it drops silently what the person may not set and what doesn't exist
/// (tracker, status, privacy, author), and complains, in the person's language, about the rest.
/// </summary>
internal sealed class NewIssue
{
    private const int SubjectLength = 255;

    private readonly RedmineCall _call;
    private readonly RedmineData _data;
    private readonly RedmineUser _author;
    private readonly JsonObject _asked;
    private readonly RedmineProject? _project;
    private readonly int _trackerId;
    private readonly ImmutableArray<string> _disabled = [];
    private readonly int? _priorityId;
    private readonly int? _categoryId;
    private readonly int? _versionId;
    private readonly int? _assigneeId;
    private readonly int? _parentId;
    private readonly DateOnly? _start;
    private readonly DateOnly? _due;
    private readonly double? _hours;
    private readonly int _done;
    private readonly CustomValues _custom;
    private readonly List<string> _errors = [];

    public NewIssue(RedmineCall call, JsonObject asked, RedmineProject? route)
    {
        (_call, _data, _asked) = (call, call.Data, asked);
        _author = call.User ?? throw new InvalidOperationException("A stranger creates nothing.");
        _project = Asked("project_id") is { } named && _data.FindProject(named) is { } p && _data.May(_author, "add_issues", p) ? p : route;
        var trackers = _project?.TrackerIds ?? [];
        _trackerId = Id("tracker_id") is { } tracker && trackers.Contains(tracker) ? tracker : trackers.FirstOrDefault();
        _disabled = _data.Trackers.GetValueOrDefault(_trackerId)?.DisabledFields ?? [];
        _priorityId = asked.ContainsKey("priority_id") ? Id("priority_id") : _data.Priorities.Values.First(x => x.IsDefault).Id;
        _categoryId = Id("category_id");
        _versionId = Id("fixed_version_id");
        _assigneeId = Asked("assigned_to_id") == "me" ? _author.Id : Id("assigned_to_id");
        _custom = new(_data, asked, _project?.Id ?? 0, _trackerId);

        var texts = new ErrorTexts(_author.Language);
        _errors.AddRange(_custom.Errors(texts));
        var subject = Asked("subject") ?? "";
        Check(!string.IsNullOrWhiteSpace(subject), texts.Of("subject", ErrorTexts.Blank));
        Check(_project is not null, texts.Of("project_id", ErrorTexts.Blank));
        Check(_trackerId != 0, texts.Of("tracker_id", ErrorTexts.Blank));
        Check(_priorityId is { } priority && _data.Priorities.ContainsKey(priority), texts.Of("priority_id", ErrorTexts.Blank));
        Check(_trackerId != 0, texts.Of("status_id", ErrorTexts.Blank));
        Check(subject.EnumerateRunes().Count() <= SubjectLength, texts.TooLong("subject", SubjectLength));
        _done = Id("done_ratio") ?? 0;
        Check(_done is >= 0 and <= 100, texts.Of("done_ratio", ErrorTexts.NotListed));
        Check(Spans.TryReadHours(Asked("estimated_hours"), out _hours), texts.Of("estimated_hours", ErrorTexts.Invalid));
        var started = asked.ContainsKey("start_date") || _disabled.Contains("start_date") ? Asked("start_date") : Text.Day(call.World.TodayOf(_author));
        Check(Spans.TryReadDay(started, out _start), texts.Of("start_date", ErrorTexts.NotADate));
        Check(Spans.TryReadDay(Asked("due_date"), out _due), texts.Of("due_date", ErrorTexts.NotADate));
        Check(!(_due < _start), texts.Of("due_date", ErrorTexts.BeforeStart));
        if (_project is not null)
            CheckWithin(_project, texts);
        Check(ReadParent(out _parentId), texts.Of("parent_issue_id", ErrorTexts.Invalid));
    }

    public IReadOnlyList<string> Errors => _errors;

    public RedmineIssue Issue(int id)
    {
        var now = _call.World.Time.GetUtcNow();
        var category = _project!.Categories.FirstOrDefault(c => c.Id == _categoryId);
        var mayHide = _data.May(_author, "set_issues_private", _project) || _data.May(_author, "set_own_issues_private", _project);
        return new(id, _project.Id, _author.Id, Asked("subject")!)
        {
            TrackerId = _trackerId,
            // The workflow of Redmine's default data gives a new ticket no other status.
            StatusId = _data.Trackers[_trackerId].DefaultStatusId,
            PriorityId = _priorityId!.Value,
            AssignedToId = _disabled.Contains("assigned_to_id") ? null : _assigneeId ?? category?.AssignedToId,
            CategoryId = _categoryId,
            VersionId = _versionId,
            ParentId = _parentId,
            Description = Asked("description")?.ReplaceLineEndings("\r\n"),
            StartDate = _start,
            DueDate = _due,
            DoneRatio = _done,
            IsPrivate = mayHide && Asked("is_private") is "true" or "1",
            EstimatedHours = _hours,
            CustomValues = _custom.Values.ToImmutableDictionary(),
            CreatedOn = now,
            UpdatedOn = now,
        };
    }

    private void CheckWithin(RedmineProject project, ErrorTexts texts)
    {
        Check(_versionId is null || project.Versions.Any(v => v.Id == _versionId && !v.IsClosed), texts.Of("fixed_version_id", ErrorTexts.NotListed));
        Check(_categoryId is null || project.Categories.Any(c => c.Id == _categoryId), texts.Of("category_id", ErrorTexts.NotListed));
        Check(_assigneeId is not { } assignee || _data.MayBeAssigned(project, _author, assignee), texts.Of("assigned_to_id", ErrorTexts.Invalid));
    }

    private bool ReadParent(out int? parent)
    {
        parent = null;
        if (Asked("parent_issue_id") is not { Length: > 0 } text || _project is null || !_data.May(_author, "manage_subtasks", _project))
            return true;
        if (!int.TryParse(text.TrimStart('#'), out var id) || _data.Issues.GetValueOrDefault(id) is not { } issue || !_data.Sees(_author, issue))
            return false;
        parent = id;
        return true;
    }

    private void Check(bool holds, string error)
    {
        if (!holds)
            _errors.Add(error);
    }

    private string? Asked(string name) => _disabled.Contains(name) ? null : Text.Plain(_asked[name]);

    /// <summary>Null where nothing is asked for, 0 (which exists nowhere) for what is no number.</summary>
    private int? Id(string name) => Asked(name) is { Length: > 0 } text ? (int.TryParse(text, out var id) ? id : 0) : null;
}
