namespace RedmineBridge.Actors.Redmine;

/// <summary>
/// A person by their Redmine login, as it is sent beside the administrator's key in <c>X-Redmine-Switch-User</c>. An empty header would act as the administrator, so an empty login
/// can't be made; a header can't carry anything but ASCII.
/// </summary>
public sealed record RedmineLogin : RedmineIdentity
{
    /// <exception cref="ArgumentException"><paramref name="value"/> is no possible login: see <see cref="IsPossible"/>.</exception>
    public RedmineLogin(string value)
    {
        if (!IsPossible(value))
            throw new ArgumentException($"'{value}' is no possible Redmine login.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    /// <summary>Redmine's own rule: letters, digits and <c>_ - @ .</c>, at most 60 characters.</summary>
    public static bool IsPossible(string value) =>
        value is { Length: > 0 and <= 60 } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '.');

    public override string ToString() => Value;
}
