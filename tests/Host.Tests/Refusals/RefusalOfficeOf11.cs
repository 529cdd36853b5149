namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The same on a Mattermost whose dialogs change while they are open.</summary>
public sealed class RefusalOfficeOf11 : RefusalOffice
{
    protected override string Version => "11.10.0";
}
