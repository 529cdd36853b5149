namespace RedmineBridge.Host.Doctoring;

/// <summary>How long <c>doctor</c> waits before it says that no answer came.</summary>
internal sealed record DoctorLimits
{
    public static readonly DoctorLimits Usual = new();

    /// <summary>For everything together.</summary>
    public TimeSpan All { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one check.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For that of the map, which asks for many.</summary>
    public TimeSpan Map { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For who is at an address: short, since a firewall may let us wait for ever.</summary>
    public TimeSpan WhoAnswers { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For a command by way of Mattermost: the bridge answers within two seconds, and Mattermost gives a connection up after three.</summary>
    public TimeSpan RoundTrip { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>For its hello.</summary>
    public TimeSpan WebSocket { get; init; } = TimeSpan.FromSeconds(8);
}
