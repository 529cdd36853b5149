using Akka.Actor;
using Akka.TestKit;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Tests.Forms;
using RedmineBridge.Tests.Support;

namespace RedmineBridge.Actors.Tests.Sessions;

/// <summary>A session whose neighbours are probes.</summary>
internal static class SessionProps
{
    public static Props Of(
        UserId user,
        SessionSettings settings,
        TimeProvider clock,
        TestProbe people,
        TestProbe redmine,
        TestProbe formatter,
        TestProbe poster,
        TestProbe inbox,
        IChannelProjects? channels = null,
        IUnfinishedSessions? unfinished = null,
        IHistoryTerms? terms = null,
        IConnectedPeople? connected = null)
    {
        var (itsChannels, itsUnfinished, itsTerms, itsConnected) =
            (channels ?? new ChannelProjectsInMemory(), unfinished ?? new UnfinishedInMemory(), terms ?? new TermsInMemory(), connected ?? new ConnectedInMemory());
        return Props.Create(() => new UserSessionActor(
            user,
            settings,
            clock,
            new Required<PeopleDirectory>(people),
            new Required<RedmineGate>(redmine),
            new Required<LinkFormatter>(formatter),
            new Required<Poster>(poster),
            new Required<LinkInbox>(inbox),
            itsChannels,
            itsUnfinished,
            itsTerms,
            itsConnected));
    }
}
