namespace RedmineBridge.Host.Settings;

/// <summary>
/// The bot's token as the settings have it now. Only a file can change while the bridge runs; one that disappears, can't be read or has no
/// good token changes nothing: the last one stays, and the log says why. Not thread-safe.
/// </summary>
internal sealed class TokenSetting(BridgeSettings settings, ILogger<TokenSetting> log)
{
    private string? _trouble;

    public bool MayChange => settings.Sources is not null;

    /// <summary>Null where there is none to be had.</summary>
    public string? Look()
    {
        if (settings.Sources is not { } sources)
            return null;
        try
        {
            sources.Reload();
            var token = SettingsReader.ReadToken(sources);
            _trouble = null;
            return token;
        }
        catch (SettingsException wrong)
        {
            Say(string.Join(' ', wrong.Problems));
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // What a parser says of a broken file may quote it, and secrets stand in it.
            Say("appsettings.json can't be read, or is no JSON: correct it.");
        }

        return null;
    }

    /// <summary>It is looked at every second: said once for each reason.</summary>
    private void Say(string trouble)
    {
        if (trouble != _trouble)
            log.LogWarning("{Trouble} The bridge goes on with the Mattermost__Token that it had", trouble);
        _trouble = trouble;
    }
}
