using System.Text;
using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>What a form says in words.</summary>
internal static class FormText
{
    /// <summary>What comes before the fields, in Markdown. A form opens without marks on its fields, so what is wrong with them is said here.</summary>
    public static string Above(Form form)
    {
        var text = new StringBuilder(form.Introduction ?? "");
        if (form.Problem is { } problem)
            text.Append("\n\n").Append(MarkdownText.Escape(problem));
        if (form.Fields.Any(f => f.Problem is not null))
            text.Append("\n\n");
        foreach (var field in form.Fields.Where(f => f.Problem is not null))
            text.Append("- **").Append(MarkdownText.Escape(field.Label)).Append("**: ").Append(MarkdownText.Escape(field.Problem!)).Append('\n');
        return text.ToString().Trim();
    }
}
