using System.Globalization;
using System.Text.RegularExpressions;
using RedmineBridge.Actors.Intents;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Gateway.Slash;

/// <summary>What stands behind the slash command's word. Words of both languages are always understood, and those of the first version.</summary>
internal static partial class CommandParser
{
    /// <param name="text">As Mattermost hands it over: untrimmed, perhaps of several lines.</param>
    /// <param name="pageSize">Rows of a table.</param>
    /// <param name="maxRunes">The longest message.</param>
    public static Intent Parse(string text, int pageSize, int maxRunes)
    {
        var match = Shape().Match(text);
        var word = match.Groups["word"].Value;
        var rest = match.Groups["rest"].Value;
        return word.ToLowerInvariant() switch
        {
            "" or "help" or "помощь" or "справка" or "app_info" => new Intent.ShowHelp(),
            "mine" or "мои" or "tickets_for_me" => List(TicketList.AssignedToMe),
            "created" or "созданные" or "my_tickets" => List(TicketList.CreatedByMe),
            "link" or "ссылки" or "ссылка" => new Intent.LinkText(rest, maxRunes),
            _ => new Intent.Unknown(word),
        };

        Intent List(TicketList list)
        {
            var page = rest.Trim();
            if (page.Length == 0)
                return new Intent.ShowTickets(list, 1, pageSize);
            return int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000
                ? new Intent.ShowTickets(list, number, pageSize)
                : new Intent.Unknown($"{word} {page}");
        }
    }

    /// <summary>The rest is kept to the character, but for the one blank that ends the word.</summary>
    [GeneratedRegex(@"^[\s\u00a0]*(?<word>[^\s\u00a0]*)[\s\u00a0]?(?<rest>.*)$", RegexOptions.Singleline)]
    private static partial Regex Shape();
}
