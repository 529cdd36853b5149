using System.Text.Json.Nodes;
using Flurl.Http;

namespace RedmineBridge.Gateway.Mattermost;

/// <summary>A call to the REST API.</summary>
/// <param name="Name">For errors and the log: the path without ids.</param>
internal sealed record MattermostCall(string Name, HttpMethod Method, IFlurlRequest Request, JsonNode? Body = null)
{
    public const int BytesAtMost = 16 * 1024 * 1024;

    /// <summary>Nobody waits for it: it leaves room to the others where the server has a rate limit.</summary>
    public bool IsBackground { get; init; }

    /// <summary>A longer answer is not taken in: <see cref="MattermostException.TooLarge"/>.</summary>
    public int AnswerBytesAtMost { get; init; } = BytesAtMost;
}
