namespace RedmineBridge.Host.Storage;

/// <summary>The database was written by a newer version: going back needs a backup from before.</summary>
public sealed class NewerDatabaseException(int found, int known) : Exception(
    $"The database has version {found}, this bridge knows {known}: start the newer bridge again, or restore a backup from before its first start.");
