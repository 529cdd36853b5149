using LinqToDB.Mapping;

namespace RedmineBridge.Host.Storage;

[Table("channel_cursor")]
internal sealed class ChannelCursorRow
{
    [Column("channel_id"), PrimaryKey]
    public string ChannelId { get; set; } = "";

    [Column("update_at")]
    public long UpdateAt { get; set; }
}

/// <summary>Ids are kept as numbers with commas between them: they are only ever read whole.</summary>
[Table("link_ledger")]
internal sealed class LinkLedgerRow
{
    [Column("post_id"), PrimaryKey(1)]
    public string PostId { get; set; } = "";

    [Column("edit_at"), PrimaryKey(2)]
    public long EditAt { get; set; }

    [Column("outcome")]
    public string Outcome { get; set; } = "";

    [Column("linked_ids")]
    public string LinkedIds { get; set; } = "";

    [Column("told")]
    public string Told { get; set; } = "";

    [Column("reply_id")]
    public string? ReplyId { get; set; }

    [Column("at")]
    public long At { get; set; }
}

[Table("pinned_user")]
internal sealed class PinnedUserRow
{
    [Column("username"), PrimaryKey]
    public string Username { get; set; } = "";

    [Column("user_id")]
    public string UserId { get; set; } = "";
}

[Table("command_token")]
internal sealed class CommandTokenRow
{
    [Column("team_id"), PrimaryKey(1)]
    public string TeamId { get; set; } = "";

    [Column("command"), PrimaryKey(2)]
    public string Command { get; set; } = "";

    [Column("token")]
    public string Token { get; set; } = "";
}

[Table("joined_channel")]
internal sealed class JoinedChannelRow
{
    [Column("channel_id"), PrimaryKey]
    public string ChannelId { get; set; } = "";

    [Column("seen_at")]
    public long SeenAt { get; set; }
}

[Table("channel_project")]
internal sealed class ChannelProjectRow
{
    [Column("channel_id"), PrimaryKey]
    public string ChannelId { get; set; } = "";

    [Column("project_id")]
    public int ProjectId { get; set; }
}

[Table("session_due")]
internal sealed class SessionDueRow
{
    [Column("user_id"), PrimaryKey]
    public string UserId { get; set; } = "";

    [Column("due_at")]
    public long DueAt { get; set; }
}

[Table("data_protection_key")]
internal sealed class DataProtectionKeyRow
{
    [Column("name"), PrimaryKey]
    public string Name { get; set; } = "";

    [Column("xml")]
    public string Xml { get; set; } = "";
}

/// <summary>When a person's history is to be looked through.</summary>
[Table("history_term")]
internal sealed class HistoryTermRow
{
    [Column("user_id"), PrimaryKey]
    public string UserId { get; set; } = "";

    [Column("due_at")]
    public long DueAt { get; set; }

    [Column("forget_all")]
    public bool ForgetAll { get; set; }
}

/// <summary>Who acts by a key of their own, and as which account.</summary>
[Table("redmine_key")]
internal sealed class RedmineKeyRow
{
    [Column("user_id"), PrimaryKey]
    public string UserId { get; set; } = "";

    [Column("account_id")]
    public int AccountId { get; set; }

    [Column("login")]
    public string Login { get; set; } = "";

    [Column("name")]
    public string Name { get; set; } = "";

    [Column("sealed_key")]
    public string SealedKey { get; set; } = "";

    [Column("at")]
    public long At { get; set; }
}

/// <summary>An event, as Akka.Persistence.Sql stores it.</summary>
[Table("journal")]
internal sealed class JournalRow
{
    [Column("persistence_id")]
    public string PersistenceId { get; set; } = "";

    [Column("sequence_number")]
    public long Number { get; set; }

    [Column("manifest")]
    public string Manifest { get; set; } = "";

    [Column("message")]
    public byte[] Message { get; set; } = [];
}

/// <summary>A state that was stored whole, as Akka.Persistence.Sql stores it.</summary>
[Table("snapshot")]
internal sealed class SnapshotRow
{
    [Column("persistence_id")]
    public string PersistenceId { get; set; } = "";

    [Column("sequence_number")]
    public long Number { get; set; }

    [Column("manifest")]
    public string Manifest { get; set; } = "";

    [Column("snapshot")]
    public byte[] Snapshot { get; set; } = [];
}
