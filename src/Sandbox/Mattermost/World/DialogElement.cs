using System.Text.Json;

namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>One field of a dialog.</summary>
/// <param name="Json">All of it, in the wire's own words.</param>
public sealed record DialogElement(JsonElement Json)
{
    public string Name => Text("name");

    public string DisplayName => Text("display_name");

    public string Type => Text("type");

    public string Subtype => Text("subtype");

    public string Default => Text("default");

    public string HelpText => Text("help_text");

    public bool IsOptional => Is("optional");

    /// <summary>Where the choices come from; empty: from <see cref="Options"/>.</summary>
    public string DataSource => Text("data_source");

    public string DataSourceUrl => Text("data_source_url");

    public bool IsMultiselect => Is("multiselect");

    /// <summary>A change asks for the dialog anew.</summary>
    public bool Refreshes => Is("refresh");

    public IReadOnlyList<DialogOption> Options =>
        Json.GetProperty("options") is { ValueKind: JsonValueKind.Array } options ? [.. options.EnumerateArray().Select(DialogOption.Read)] : [];

    private string Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private bool Is(string name) => Json.TryGetProperty(name, out var value) && value.GetBoolean();
}
