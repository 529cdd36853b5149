using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Tests.Tickets;

public sealed class TicketTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  Buy sausages ", "Buy sausages")]
    [InlineData("one\r\ntwo\n\n three", "one two three")]
    [InlineData("a\tb", "a b")]
    [InlineData("a  b", "a  b")]
    [InlineData("\u2028a\u2029b\u0085c\fd\ve\r", "a b c d e")]
    [InlineData("a\u0000b\u0007c\u001bd\u009fe", "abcde")]
    [InlineData("Сосиски 🌭", "Сосиски 🌭")]
    [InlineData("\n\t ", "")]
    public void One_line_is_one_line(string text, string expected) => Assert.Equal(expected, TicketText.OneLine(text));

    [Theory]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData(" a\tb \n", " a\tb \n")]
    [InlineData("a\u0000\u0007\u001bb", "ab")]
    public void Lines_stay_lines(string text, string expected) => Assert.Equal(expected, TicketText.Lines(text));

    [Fact]
    public void Half_an_emoji_is_replaced()
    {
        var half = "🌭"[..1];
        Assert.Equal("a\ufffdb", TicketText.OneLine($"a{half}b"));
        Assert.Equal("a\ufffdb", TicketText.Lines($"a{half}b"));
    }

    [Property]
    public void Nothing_is_left_that_breaks_a_line_or_a_database(string? text)
    {
        var line = TicketText.OneLine(text ?? "");
        var lines = TicketText.Lines(text ?? "");
        Assert.DoesNotContain(line, char.IsControl);
        Assert.DoesNotContain(lines, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Equal(line.Trim(), line);
        Assert.Equal(line, TicketText.OneLine(line));
        Assert.Equal(lines, TicketText.Lines(lines));
        Assert.All(line.EnumerateRunes(), r => Assert.NotEqual(UnicodeCategory.Surrogate, Rune.GetUnicodeCategory(r)));
    }

    [Fact]
    public void A_ticket_is_cleaned_as_it_is_asked_for()
    {
        var ticket = new NewTicket { Project = 1, Subject = " a\nb ", Description = "c\r\nd\0", CustomFields = [new(1, ["e\0\r\nf"])] };
        Assert.Equal(("a b", "c\nd", "e\nf"), (ticket.Subject, ticket.Description, ticket.CustomFields[0].Values[0]));
        Assert.Equal("x", (ticket with { Subject = "x\n" }).Subject);
        Assert.Equal("", new NewTicket { Project = 1, Subject = "x" }.Description);
    }
}
