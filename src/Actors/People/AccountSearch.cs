using RedmineBridge.Actors.Redmine;

namespace RedmineBridge.Actors.People;

/// <summary>
/// Looks for logins among Redmine's accounts, a page at a time: first the active ones, then those locked, then those never activated.
/// A whole list is read on only while it has no more pages left than there are logins missing; else these are asked for one by one. So
/// neither a large map nor a large Redmine makes it expensive, only both together.
/// </summary>
internal sealed class AccountSearch
{
    private static readonly AccountStatus[] Order = [AccountStatus.Active, AccountStatus.Locked, AccountStatus.Registered];

    private readonly HashSet<string> _missing;
    private readonly Dictionary<string, AccountStatus> _found = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<string> _oneByOne = new();
    private int _list;
    private string? _name;
    private int _offset;

    public AccountSearch(IEnumerable<string> logins) => _missing = new(logins, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, AccountStatus> Found => _found;

    /// <summary>What to ask next; null when all that can be known is.</summary>
    public RedmineCall.ReadAccounts? Next => _missing.Count == 0 || _list == Order.Length ? null : new(Order[_list], _name, _offset);

    /// <summary>Takes the answer to <see cref="Next"/>.</summary>
    public void Read(RedmineAnswer.AccountsRead page)
    {
        foreach (var login in page.Logins)
        {
            if (_missing.Remove(login))
                _found[login] = Order[_list];
        }

        var rowsLeft = page.Total - _offset - RedmineCall.MaxRows;
        if (rowsLeft <= 0 || (_name is not null && !_missing.Contains(_name)))
        {
            NextList();
        }
        else if (_name is null && rowsLeft > _missing.Count * RedmineCall.MaxRows)
        {
            foreach (var login in _missing)
                _oneByOne.Enqueue(login);
            NextList();
        }
        else
        {
            _offset += RedmineCall.MaxRows;
        }
    }

    private void NextList()
    {
        _offset = 0;
        while (_oneByOne.TryDequeue(out _name))
        {
            if (_missing.Contains(_name))
                return;
        }

        _list++;
    }
}
