using System.Globalization;
using System.Text.RegularExpressions;
using RedmineBridge.Sandbox.Redmine.World;

namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>
/// The filters of an issue list. A value begins with an operator, or is compared as it stands; <c>|</c> separates values, save in
/// <c>issue_id</c>. Open tickets only, unless <c>status_id</c> says otherwise.
/// </summary>
internal sealed partial class IssueFilter
{
    private readonly List<Func<RedmineIssue, bool>> _rules = [];
    private readonly List<string> _errors = [];
    private readonly RedmineCall _call;
    private readonly ErrorTexts _texts;

    private IssueFilter(RedmineCall call)
    {
        _call = call;
        _texts = new(call.User?.Language ?? "en");
    }

    public IReadOnlyList<string> Errors => _errors;

    /// <summary>An id that is no number reaches PostgreSQL, and Redmine answers 500 without a body.</summary>
    public bool Broken { get; private set; }

    public bool Matches(RedmineIssue issue) => _rules.TrueForAll(r => r(issue));

    /// <summary>In Redmine's order of fields, which is the order of its complaints.</summary>
    public static IssueFilter Read(RedmineCall call)
    {
        var filter = new IssueFilter(call);
        filter.ReadStatus();
        filter.ReadList("tracker_id", i => i.TrackerId);
        filter.ReadList("priority_id", i => i.PriorityId);
        filter.ReadList("author_id", i => i.AuthorId, people: true);
        filter.ReadList("assigned_to_id", i => i.AssignedToId, people: true);
        filter.ReadList("category_id", i => i.CategoryId);
        filter.ReadText("subject", i => i.Subject);
        filter.ReadText("description", i => i.Description ?? "", exact: false);
        filter.ReadTime("created_on", i => i.CreatedOn);
        filter.ReadTime("updated_on", i => i.UpdatedOn);
        foreach (var field in call.Data.CustomFields.Values.Where(f => f.IsFilter))
            filter.ReadCustom(field);
        filter.ReadIds();
        return filter;
    }

    private void ReadStatus()
    {
        var (op, values) = Split(_call.Query("status_id") ?? "o", ["o", "c", "=", "*", "!"]);
        var closed = (RedmineIssue i) => _call.Data.Statuses[i.StatusId].IsClosed;
        if (op == "o")
            _rules.Add(i => !closed(i));
        else if (op == "c")
            _rules.Add(closed);
        else
            Compare("status_id", op, values, i => i.StatusId);
    }

    private void ReadList(string field, Func<RedmineIssue, int?> value, bool people = false)
    {
        if (_call.Query(field) is not { } text)
            return;
        var (op, values) = Split(text, ["=", "*", "!*", "!"]);
        if (people)
            values = [.. values.Select(v => v == "me" ? (_call.User?.Id ?? 0).ToString(CultureInfo.InvariantCulture) : v)];
        Compare(field, op, values, value);
    }

    private void Compare(string field, string op, string[] values, Func<RedmineIssue, int?> value)
    {
        if (op is "*" or "!*")
        {
            _rules.Add(i => value(i) is null == (op == "!*"));
            return;
        }

        if (!NotBlank(field, values))
            return;
        Broken |= !values.All(v => int.TryParse(v, out _));
        var wanted = values.Select(v => int.TryParse(v, out var id) ? id : 0).ToHashSet();
        _rules.Add(i => (value(i) is { } v && wanted.Contains(v)) == (op == "="));
    }

    /// <summary>A subject that begins with an operator cannot be asked for exactly: the sign is taken off it.</summary>
    private void ReadText(string field, Func<RedmineIssue, string> value, bool exact = true)
    {
        if (_call.Query(field) is not { } text)
            return;
        var (op, values) = Split(text, ["~", "^", "$", "*", "!~", "!*", "!"]);
        if (op is "*" or "!*")
            _rules.Add(i => value(i).Length > 0 == (op == "*"));
        else if (NotBlank(field, values))
            AddText(op, values, value, exact);
    }

    private void AddText(string op, string[] values, Func<RedmineIssue, string> value, bool exact)
    {
        var words = Words(values[0]);
        _rules.Add(op switch
        {
            "~" => i => words.All(w => value(i).Contains(w, StringComparison.CurrentCultureIgnoreCase)),
            "!~" => i => !words.All(w => value(i).Contains(w, StringComparison.CurrentCultureIgnoreCase)),
            "^" => i => value(i).StartsWith(values[0], StringComparison.CurrentCultureIgnoreCase),
            "$" => i => value(i).EndsWith(values[0], StringComparison.CurrentCultureIgnoreCase),
            "!" => i => !values.Contains(value(i)),
            _ => i => exact && values.Contains(value(i)),
        });
    }

    private void ReadCustom(RedmineCustomField field)
    {
        if (_call.Query($"cf_{field.Id}") is not { } text)
            return;
        var (op, values) = Split(text, field.Format is "list" or "int" ? ["=", "!"] : ["~", "=", "!~", "!"]);
        if (!NotBlank(field.Name, values))
            return;
        if (field.Format == "int" && !values.All(v => int.TryParse(v, out _)))
            _errors.Add(_texts.Of(field.Name, ErrorTexts.Invalid));
        var words = Words(values[0]);
        _rules.Add(issue =>
        {
            var own = issue.CustomValues.GetValueOrDefault(field.Id, []);
            var found = op.EndsWith('~')
                ? own.Any(v => words.All(w => v.Contains(w, StringComparison.CurrentCultureIgnoreCase)))
                : own.Any(values.Contains);
            return found != op.StartsWith('!');
        });
    }

    private void ReadTime(string field, Func<RedmineIssue, DateTimeOffset> value)
    {
        if (_call.Query(field) is not { } text)
            return;
        var (op, values) = Split(text, ["><", ">=", "=", "<="]);
        if (!NotBlank(field, values))
            return;
        var zone = _call.User?.TimeZone ?? _call.World.Time.LocalTimeZone;
        var spans = values.Select(v => FilterTime.Read(v, zone)).ToList();
        if (spans.Exists(s => s is null))
        {
            _errors.Add(_texts.Of(field, ErrorTexts.Invalid));
            return;
        }

        var after = op == "<=" ? DateTimeOffset.MinValue : spans[0]!.Value.After;
        var until = op == ">=" ? DateTimeOffset.MaxValue : spans[^1]!.Value.Until;
        _rules.Add(i => value(i) > after && value(i) <= until);
    }

    private void ReadIds()
    {
        if (_call.Query("issue_id") is not { } text)
            return;
        var first = text.Split('|')[0];
        if (!NotBlank("issue_id", [first]))
            return;
        if (!Ids().IsMatch(first))
        {
            _errors.Add(_texts.Of("issue_id", ErrorTexts.Invalid));
            return;
        }

        var ids = first.Split(',').Select(v => int.TryParse(v, out var id) ? id : 0).ToHashSet();
        _rules.Add(i => ids.Contains(i.Id));
    }

    private bool NotBlank(string field, string[] values)
    {
        if (values.Length > 0 && Array.TrueForAll(values, v => v.Length > 0))
            return true;
        _errors.Add(_texts.Of(field, ErrorTexts.Blank));
        return false;
    }

    private static (string Op, string[] Values) Split(string expression, string[] operators)
    {
        var op = Array.Find(operators, o => expression.StartsWith(o, StringComparison.Ordinal));
        return (op ?? "=", expression[(op?.Length ?? 0)..].Split('|'));
    }

    /// <summary>As Redmine's search does: words of two characters and more, five at most.</summary>
    private static List<string> Words(string text) => [.. text.Split(' ').Where(w => w.Length > 1).Take(5)];

    [GeneratedRegex(@"\A[+-]?\d+(,[+-]?\d+)*\z")]
    private static partial Regex Ids();
}
