using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.TestKit;
using Microsoft.AspNetCore.DataProtection;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Slash;

/// <summary>One request between probes: who called, the session, the people and the poster.</summary>
public abstract class RequestActorSpec : ActorSpec
{
    internal static readonly UserId Alice = new("alice00000000000000000000a");
    internal static readonly ChannelId Dev = new("dev0000000000000000000000d");
    internal static readonly Reply Refused = new Reply.Refusal(Language.English, RefusalReason.RedmineAway);

    internal static readonly Form TicketForm = new("form-1", FormKind.Ticket, "New ticket", "Create",
    [
        new("project", FieldKind.Choice, "Project", ["1"]) { IsRequired = true, Refreshes = true, Choices = [new("1", "Demo"), new("2", "Site")] },
        new("subject", FieldKind.Text, "Subject", ["Buy sausages"]) { IsRequired = true },
    ]);

    protected RequestActorSpec()
    {
        Http = CreateTestProbe();
        Session = CreateTestProbe();
        People = CreateTestProbe();
        Posting = CreateTestProbe();
    }

    internal FakeMattermost Mattermost { get; } = new();

    internal Seals Seals { get; } = new(new EphemeralDataProtectionProvider());

    protected TestProbe Http { get; }

    protected TestProbe Session { get; }

    protected TestProbe People { get; }

    protected TestProbe Posting { get; }

    internal SlashSettings Settings { get; } = new(
        "redmine", new Uri("https://bridge.example.org"), new Uri("https://redmine.example.org"), Language.English, true, []);

    internal static Reply.FormShown Shown(Form form) => new(Language.English, form);

    protected JsonObject Answer(TimeSpan? within = null) => Http.ExpectMsg<SlashAnswer>(within).Body;

    internal IActorRef Start(SlashCall call)
    {
        var knowledge = new SlashKnowledge(new MattermostServer(new Uri("https://chat.example.org"), 16_383) { Version = Mattermost.Version }, "redmine");
        var tools = new RequestTools(
            Settings,
            knowledge,
            Mattermost,
            new Required<Poster>(Posting),
            new Required<PeopleDirectory>(People),
            new Required<SessionDoor>(Session),
            Seals,
            Clock,
            TestMetrics.New());
        var http = Http.Ref;
        var props = call.Origin.Door switch
        {
            Door.Button => Props.Create(() => new ButtonRequestActor(call, http, tools)),
            Door.Dialog => Props.Create(() => new DialogRequestActor(call, http, tools)),
            _ => Props.Create(() => new CommandRequestActor(call, http, tools)),
        };
        return Watch(Sys.ActorOf(props));
    }

    internal static Intent Carried(Seals seals, JsonNode? card) =>
        seals.Open(Seals.Button, (string?)card!["integration"]!["context"]!["sealed"] ?? "")!.Intent;

    internal static MattermostException Expired => new("dialog", PosterFailure.Rejected, 400, "interactive_message.decode_trigger_id.expired");
}
