namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>A person with an account in the stand-in.</summary>
public sealed record RedmineUser(int Id, string Login, string FirstName, string LastName)
{
    public string Mail { get; init; } = $"{Login}@example.test";

    /// <summary>The language of Redmine's error messages: <c>en</c> and <c>ru</c> are known, any other reads English.</summary>
    public string Language { get; init; } = "en";

    public bool IsAdmin { get; init; }

    /// <summary>A locked account can neither log in nor be switched to nor be assigned a ticket.</summary>
    public bool IsLocked { get; init; }

    /// <summary>Registered, but not activated: as good as locked.</summary>
    public bool IsRegistered { get; init; }

    public bool IsActive => !IsLocked && !IsRegistered;

    /// <summary>Decides which day is today for this person; null: the server's own zone.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Null: nobody can log in by one.</summary>
    public string? Password { get; init; }

    /// <summary>Forty hexadecimal digits.</summary>
    public required string ApiKey { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    public string Name => $"{FirstName} {LastName}";
}
