using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Tests.Rendering;

public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("Buy sausages", "Buy sausages")]
    [InlineData("  two \r\n lines\u2028here ", "two lines here")]
    [InlineData("a|b", "a\\|b")]
    [InlineData("*not* _bold_ ~~gone~~ `code`", "\\*not\\* \\_bold\\_ \\~\\~gone\\~\\~ \\`code\\`")]
    [InlineData("[x](http://evil)", "\\[x\\]\\(http:\u200b//evil\\)")]
    [InlineData("![x](y) #tag <b>", "\\!\\[x\\]\\(y\\) \\#tag \\<b\\>")]
    [InlineData("@all and @here", "@\u200ball and @\u200bhere")]
    [InlineData("bob@example.org", "bob@\u200bexample\\.org")]
    [InlineData("www.example.org", "www\u200b\\.example\\.org")]
    [InlineData(":tada: at 12:30", ":\u200btada: at 12:30")]
    [InlineData("it's 5 = 5 & more; {x} $y$ \"q\" ^z", "it's 5 = 5 & more; {x} $y$ \"q\" ^z")]
    [InlineData("&lt;b&gt; &#64;all", "&\u200blt;b&\u200bgt; &\u200b\\#64;all")]
    [InlineData("bell\u0007 and nul\0", "bell and nul")]
    [InlineData("", "")]
    public void Escape_shows_the_text_and_nothing_else(string text, string expected) => Assert.Equal(expected, MarkdownText.Escape(text));

    [Theory]
    [InlineData("[x](http://evil) ![y](z)", "[x]\u200b(http:\u200b//evil) ![y]\u200b(z)")]
    [InlineData("[x]: y\n[x]", "[x]\u200b: y\n[x]")]
    [InlineData("mailto:bob@example.org tel:112", "mailto\u200b:bob@\u200bexample.org tel\u200b:112")]
    [InlineData("<b> @all &lt;", "<\u200bb> @\u200ball &\u200blt;")]
    public void Disarm_takes_away_what_does_something_and_no_more(string text, string expected) => Assert.Equal(expected, MarkdownText.Disarm(text));

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("ab cd", 4, "ab…")]
    [InlineData("👩‍👩‍👧x👩‍👩‍👧", 2, "👩‍👩‍👧…")]
    public void Shorten_counts_as_readers_do(string text, int atMost, string expected) => Assert.Equal(expected, MarkdownText.Shorten(text, atMost));
}
