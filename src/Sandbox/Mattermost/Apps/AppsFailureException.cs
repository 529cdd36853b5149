namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>What the Apps plugin can't do. Its words end with the kind of the failure, as the real one's do.</summary>
internal sealed class AppsFailureException(string message, int status = 500) : Exception(message)
{
    public int Status { get; } = status;

    public static AppsFailureException NotFound(string what) => new($"{what}: not found", 404);

    public static AppsFailureException Unauthorized(string what) => new($"{what}: unauthorized", 401);

    public static AppsFailureException Forbidden(string what) => new($"{what}: forbidden", 403);

    public static AppsFailureException Invalid(string what) => new($"{what}: invalid input", 400);

    /// <summary>Several at once, as the plugin lists them; null where there are none.</summary>
    public static AppsFailureException? All(IReadOnlyCollection<string> problems) => problems.Count == 0 ? null : new(
        $"{problems.Count} error{(problems.Count == 1 ? "" : "s")} occurred:\n{string.Concat(problems.Select(p => $"\t* {p}: invalid input\n"))}\n", 400);

    public AppsFailureException Within(string what) => new($"{what}: {Message}", Status);
}
