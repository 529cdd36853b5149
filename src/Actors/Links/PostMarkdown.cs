using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RedmineBridge.Actors.Links;

/// <summary>
/// A post as Mattermost's clients read it: GFM without HTML. Only the plain text in it matters, with its exact place, so what is code
/// (closed or not), link, image or address is whatever is left.
/// </summary>
internal sealed partial class PostMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePreciseSourceLocation()
        .DisableHtml()
        .UsePipeTables()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { AllowDomainWithoutPeriod = true })
        .Build();

    private readonly bool[] _plain;
    private readonly MarkdownDocument _document;
    private readonly string _text;

    private PostMarkdown(string text, MarkdownDocument document)
    {
        // The parser gives U+FFFD for U+0000.
        _text = text.Replace('\0', '\uFFFD');
        _document = document;
        _plain = new bool[text.Length];
        foreach (var literal in document.Descendants<LiteralInline>())
        {
            if (!IsInLink(literal))
                MarkPlain(literal);
        }
    }

    /// <summary>Null for a text that is nested so deeply that no person wrote it; the parser refuses it, or would take seconds for it.</summary>
    public static PostMarkdown? Parse(string text)
    {
        if (AbsurdNesting().IsMatch(text))
            return null;
        try
        {
            return new(text, Markdown.Parse(text, Pipeline));
        }
        catch (ArgumentException tooDeep) when (tooDeep.Message.Contains("depth limit", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>All these characters are shown as they stand, outside of links and code.</summary>
    public bool IsPlain(int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (!_plain[i])
                return false;
        }

        return true;
    }

    /// <summary>Where the links of the text lead.</summary>
    public IEnumerable<string> Targets() => _document.Descendants<LinkInline>().Select(l => l.Url).OfType<string>();

    /// <summary>
    /// What a reader sees, with its structure, as a text that can be compared. Links to <paramref name="ours"/> count as the plain text
    /// they stand on.
    /// </summary>
    public string Outline(Func<string?, bool> ours)
    {
        var outline = new StringBuilder(_text.Length * 2);
        Describe(_document, ours, outline);
        return outline.ToString();
    }

    private static void Describe(MarkdownObject node, Func<string?, bool> ours, StringBuilder outline)
    {
        switch (node)
        {
            case LiteralInline literal:
                outline.Append(literal.Content.AsSpan());
                return;
            case LinkInline { IsImage: false } link when ours(link.Url):
                Children(link, ours, outline);
                return;
            case CodeInline code:
                outline.Append("\u0001code:").Append(code.Content).Append('\u0002');
                return;
            case LineBreakInline:
                outline.Append('\n');
                return;
            case LinkInline link:
                outline.Append("\u0001link:").Append(link.IsImage).Append(link.Url).Append(':');
                Children(link, ours, outline);
                outline.Append('\u0002');
                return;
            case EmphasisInline emphasis:
                outline.Append('\u0001').Append(emphasis.DelimiterChar, emphasis.DelimiterCount);
                Children(emphasis, ours, outline);
                outline.Append('\u0002');
                return;
            case ContainerInline container:
                Children(container, ours, outline);
                return;
            case LeafBlock leaf:
                outline.Append('\u0001').Append(leaf.GetType().Name).Append(':');
                if (leaf.Inline is not null)
                    Children(leaf.Inline, ours, outline);
                else
                    outline.Append(leaf.Lines.ToString());
                outline.Append('\u0002');
                return;
            case ContainerBlock block:
                outline.Append('\u0001').Append(block.GetType().Name).Append(':');
                foreach (var child in block)
                    Describe(child, ours, outline);
                outline.Append('\u0002');
                return;
            default:
                outline.Append('\u0001').Append(node.GetType().Name).Append(node).Append('\u0002');
                return;
        }
    }

    private static void Children(ContainerInline container, Func<string?, bool> ours, StringBuilder outline)
    {
        foreach (var child in container)
            Describe(child, ours, outline);
    }

    private void MarkPlain(LiteralInline literal)
    {
        var span = literal.Span;
        if (span.Start < 0 || span.End >= _text.Length)
            return;
        // The place may be wider than the text: an escape's backslash and a table cell's blanks are not shown.
        var content = literal.Content.AsSpan();
        var offset = _text.AsSpan(span.Start, span.Length).IndexOf(content);
        if (offset >= 0)
            _plain.AsSpan(span.Start + offset, content.Length).Fill(true);
    }

    // Atomic: blanks can be shared out between two marks in many ways, and a list of thirty would have all of them tried.
    [GeneratedRegex(@"^(?>[ \t]{0,3}(?:>|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)){50}", RegexOptions.Multiline)]
    private static partial Regex AbsurdNesting();

    private static bool IsInLink(Inline inline)
    {
        for (var parent = inline.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is LinkInline)
                return true;
        }

        return false;
    }
}
