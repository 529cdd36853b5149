namespace RedmineBridge.Gateway.Apps;

/// <summary>The addresses that the Apps plugin calls; those of the first version, and what lies below its forms.</summary>
internal static class AppPaths
{
    public const string Manifest = "/manifest.json";
    public const string Ping = "/ping";
    public const string BotJoinedTeam = "/bot_joined_team";
    public const string Help = "/app_info";
    public const string Ticket = "/create_ticket_by_form";
    public const string TicketSubmit = "/create_ticket_by_form_submit";
    public const string Batch = "/create_tickets";
    public const string BatchSubmit = "/create_tickets_submit";
    public const string Mine = "/tickets_for_me";
    public const string Created = "/my_tickets";

    /// <summary>Behind a form's address: it asks for itself anew.</summary>
    public const string Refresh = "/refresh";

    /// <summary>Behind a form's address: choices of a field are looked for.</summary>
    public const string LookUp = "/lookup";
}
