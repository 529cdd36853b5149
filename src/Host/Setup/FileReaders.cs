namespace RedmineBridge.Host.Setup;

/// <summary>Who, beside root, can read a file.</summary>
internal enum FileReaders
{
    Owner,

    /// <summary>Accounts of a group too, and not all.</summary>
    Group,

    /// <summary>Every account of the machine.</summary>
    Everybody,
}
