using System.Text.Json.Serialization;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Intents;

/// <summary>What a person wants, whichever door they came through.</summary>
[JsonDerivedType(typeof(ShowHelp), "help")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(ShowTickets), "show-tickets")]
[JsonDerivedType(typeof(LinkText), "link-text")]
public abstract record Intent
{
    private Intent()
    {
    }

    /// <summary>What can you do?</summary>
    public sealed record ShowHelp : Intent;

    /// <param name="Word">What was typed instead of a command; empty when nothing was.</param>
    public sealed record Unknown(string Word) : Intent;

    /// <param name="Page">From 1.</param>
    /// <param name="PageSize">As many rows as the door can show; 1 to 100.</param>
    public sealed record ShowTickets(TicketList List, int Page, int PageSize) : Intent;

    /// <summary>Give back this text with its references linked.</summary>
    public sealed record LinkText(string Text, int MaxRunes) : Intent;
}
