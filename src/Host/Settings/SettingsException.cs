namespace RedmineBridge.Host.Settings;

/// <summary>Settings that are missing or wrong: one sentence each, which names the setting and says how to mend it. No secrets.</summary>
public sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
