using System.Text;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Host.Doctoring;

/// <summary>Who is found at an address where the bridge should be.</summary>
/// <param name="Why">Where nobody is: what kept the answer away.</param>
internal sealed record WhoAnswers(WhoAnswers.Kind Who, string Why = "")
{
    internal enum Kind
    {
        Nobody,
        Bridge,
        Another,
    }

    /// <summary>Asks where Mattermost's commands come in: a proxy may publish nothing else.</summary>
    public static async Task<WhoAnswers> AtAsync(Uri address, HttpClient http, DoctorLimits limits, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(limits.WhoAnswers);
        try
        {
            using var response = await http.GetAsync(SlashSettings.CommandUrlAt(address), limit.Token);
            // Whatever it says that its letters are.
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(limit.Token));
            return new(text.Contains(SlashEndpoints.WhoAnswers, StringComparison.Ordinal) ? Kind.Bridge : Kind.Another);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(Kind.Nobody, $"no answer within {limits.WhoAnswers.TotalSeconds:0} seconds");
        }
        catch (HttpRequestException failure)
        {
            var isNobody = failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
            return new(isNobody ? Kind.Nobody : Kind.Another, (failure.InnerException ?? failure).Message.TrimEnd('.'));
        }
    }
}
