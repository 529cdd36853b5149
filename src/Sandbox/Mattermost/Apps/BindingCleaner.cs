using System.Text.Json.Nodes;

namespace RedmineBridge.Sandbox.Mattermost.Apps;

/// <summary>What an App puts where, as clients get it: what isn't granted or couldn't work is dropped without a word.</summary>
internal sealed class BindingCleaner(InstalledApp app, string userAgent, Func<string, string> icon)
{
    private const string Commands = "/command";
    private const string ChannelHeader = "/channel_header";

    private static readonly string[] Tops = [Commands, "/post_menu", ChannelHeader];

    public JsonArray Clean(JsonArray given, string above = "")
    {
        var kept = new JsonArray();
        var (places, labels) = (new HashSet<string>(), new HashSet<string>());
        foreach (var item in given)
        {
            if (Clean(AppJson.Item(item, "bindings"), above) is not { } binding)
                continue;
            var place = (string)binding["location"]!;
            if (places.Contains(place) || (IsCommand(Below(above, place)) && labels.Contains((string?)binding["label"] ?? "")))
                continue;
            places.Add(place);
            labels.Add((string?)binding["label"] ?? "");
            kept.Add(binding);
        }

        return kept;
    }

    private JsonObject? Clean(JsonObject given, string above)
    {
        var binding = AppJson.Take(
            given,
            ("app_id", AppJson.Kind.Text), ("location", AppJson.Kind.Text), ("icon", AppJson.Kind.Text), ("label", AppJson.Kind.Text),
            ("hint", AppJson.Kind.Text), ("description", AppJson.Kind.Text), ("submit", AppJson.Kind.Call));
        var place = ((string?)binding["location"] ?? (string?)binding["label"] ?? "").Trim();
        var whole = Below(above, place);
        if (place.Length == 0 || !app.Manifest.Locations.Any(l => whole.StartsWith(l, StringComparison.Ordinal)))
            return null;
        binding["location"] = place;
        if (!Tops.Contains(whole))
            binding["app_id"] = app.Id;
        if (IsCommand(whole) && whole != Commands)
        {
            var label = ((string?)binding["label"] ?? place).Trim();
            if (label.AsSpan().IndexOfAny(' ', '\t') >= 0)
                return null;
            binding["label"] = label;
        }

        if ((string?)binding["icon"] is { } path)
            binding["icon"] = icon(path);
        else if (above == ChannelHeader && userAgent == "webapp")
            return null;
        return Leads(binding, given, whole) ? binding : null;
    }

    /// <summary>To exactly one of: more bindings, a form, a call.</summary>
    private bool Leads(JsonObject binding, JsonObject given, string whole)
    {
        var below = AppJson.List(given, "bindings");
        var form = AppJson.Map(given, "form");
        switch (below.Count > 0, form is not null, binding["submit"] is not null)
        {
            case (true, false, false):
                var clean = Clean(below, whole);
                binding["bindings"] = clean;
                return clean.Count > 0;
            case (false, true, false):
                binding["form"] = FormCleaner.Clean(form!, icon);
                return true;
            case (false, false, true):
                return true;
            default:
                return false;
        }
    }

    private static string Below(string above, string place) => above.Length == 0 || place.StartsWith('/') ? above + place : $"{above}/{place}";

    private static bool IsCommand(string whole) => whole.StartsWith(Commands, StringComparison.Ordinal);
}
