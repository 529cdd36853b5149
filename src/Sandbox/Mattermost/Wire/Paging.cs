using System.Globalization;

namespace RedmineBridge.Sandbox.Mattermost.Wire;

/// <summary><c>page</c> and <c>per_page</c>, silently put within their bounds.</summary>
internal static class Paging
{
    private const int Usual = 60;
    private const int Most = 200;

    public static (int Page, int Size) Of(ApiCall call) =>
        (Math.Max(0, Number(call, "page") ?? 0), Number(call, "per_page") is { } size and > 0 ? Math.Min(size, Most) : Usual);

    private static int? Number(ApiCall call, string name) =>
        int.TryParse(call.Query(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
