using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class CommandParserTests
{
    public static TheoryData<string, Intent> Commands => new()
    {
        { "", new Intent.ShowHelp() },
        { " \n\u00a0", new Intent.ShowHelp() },
        { "help", new Intent.ShowHelp() },
        { "Помощь", new Intent.ShowHelp() },
        { "справка", new Intent.ShowHelp() },
        { "app_info", new Intent.ShowHelp() },
        { "mine", new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20) },
        { "  MINE  3 ", new Intent.ShowTickets(TicketList.AssignedToMe, 3, 20) },
        { "мои 2", new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20) },
        { "мои задачи 2", new Intent.ShowTickets(TicketList.AssignedToMe, 2, 20) },
        { "tickets_for_me", new Intent.ShowTickets(TicketList.AssignedToMe, 1, 20) },
        { "created", new Intent.ShowTickets(TicketList.CreatedByMe, 1, 20) },
        { "созданные\n100000", new Intent.ShowTickets(TicketList.CreatedByMe, 100_000, 20) },
        { "my_tickets", new Intent.ShowTickets(TicketList.CreatedByMe, 1, 20) },
        { "link", new Intent.LinkText("", 4_000) },
        { "link  see #t10,\n please ", new Intent.LinkText(" see #t10,\n please ", 4_000) },
        { "ссылки #т10", new Intent.LinkText("#т10", 4_000) },
        { "ссылка\n#т10", new Intent.LinkText("#т10", 4_000) },
        { "mine 0", new Intent.Unknown("mine 0") },
        { "mine 100001", new Intent.Unknown("mine 100001") },
        { "mine -1", new Intent.Unknown("mine -1") },
        { "mine ٣", new Intent.Unknown("mine ٣") },
        { "Мои друзья", new Intent.Unknown("Мои друзья") },
        { " min 2", new Intent.Unknown("min") },
        { "linked", new Intent.Unknown("linked") },
        { "yes", new Intent.Unknown("yes") },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Words_of_both_languages_and_of_the_first_version_are_understood(string text, Intent expected) =>
        Assert.Equal(expected, CommandParser.Parse(text, 20, 4_000));

    [Theory]
    [InlineData("min", Language.English, "mine")]
    [InlineData("min", Language.Russian, "мои")]
    [InlineData("созд", Language.English, null)]
    [InlineData("hlep", Language.Russian, "помощь")]
    [InlineData("mine 100001", Language.English, null)]
    [InlineData("weather", Language.English, null)]
    public void A_command_that_was_probably_meant_is_named(string unknown, Language language, string? expected) =>
        Assert.Equal(expected, CommandParser.Nearest(unknown, language));
}
