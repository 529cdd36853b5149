using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Rendering;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// A form as an interactive dialog, within the limits that servers and clients have. Newer kinds of elements are used only where the
/// server knows them; where it doesn't, a day is a line of text and several choices are several menus.
/// </summary>
/// <param name="dialogUrl">Where everything that a dialog sends goes.</param>
internal sealed class DialogRenderer(DialogSupport support, Uri dialogUrl, Language language)
{
    /// <summary>The element of what must not be seen.</summary>
    public const string SecretName = "key";

    private const int TitleLength = 24;
    private const int NameLength = 24;
    private const int HelpLength = 150;
    private const int ChoiceLength = 200;
    private const int ChoicesAtMost = 3_000;
    private const int MenusAtMost = 5;
    private const int ProblemLength = 500;

    /// <summary>Clients take 150 where nothing is said, and what is said otherwise; Redmine's subject and text fields hold so much.</summary>
    private const int TextLength = 255;
    private const int LongTextLength = 3_000;

    private readonly Sentences _say = Sentences.In(language);

    /// <summary>What counts where nothing is chosen: a menu whose choices are looked up can't show what it begins with.</summary>
    public FormValues Kept(Form form) => FormValues.None with
    {
        ByField = form.Fields.Where(f => IsLookedUp(f) && f.Value.Count > 0).ToImmutableSortedDictionary(f => f.Key, f => f.Value.ToImmutableArray()),
    };

    public JsonObject Write(Form form, string callback, string state)
    {
        var dialog = Frame(callback, form.Title, form.SubmitLabel, Above(form), state);
        dialog["elements"] = new JsonArray([.. form.Fields.SelectMany(Elements)]);
        if (support.Refreshes && form.Fields.Any(f => f.Refreshes))
            dialog["source_url"] = dialogUrl.AbsoluteUri;
        return dialog;
    }

    /// <summary>A question to be agreed to.</summary>
    public static JsonObject Question(string title, string text, string submitLabel, string callback, string state) =>
        Frame(callback, title, submitLabel, text, state);

    /// <summary>Asks for something that must not be seen, in <see cref="SecretName"/>.</summary>
    public static JsonObject Secret(string title, string text, string label, string submitLabel, string callback, string state)
    {
        var dialog = Frame(callback, title, submitLabel, text, state);
        dialog["elements"] = new JsonArray(new JsonObject
        {
            ["display_name"] = Cut(label, NameLength),
            ["name"] = SecretName,
            ["type"] = "text",
            ["subtype"] = "password",
            ["max_length"] = TextLength,
        });
        return dialog;
    }

    /// <summary>What is wrong with a submission, on the fields that the dialog has; null when nothing is.</summary>
    public static JsonObject? Problems(Form form, DialogSupport support)
    {
        if (!form.HasProblems)
            return null;
        var answer = new JsonObject();
        if (form.Problem is { } problem)
            answer["error"] = Shown(problem);
        var fields = form.Fields.Where(f => f.Problem is not null).ToArray();
        if (fields.Length > 0)
            answer["errors"] = new JsonObject(fields.Select(f => KeyValuePair.Create<string, JsonNode?>(Names(f, support)[0], Shown(f.Problem!))));
        return answer;

        static string Shown(string text) => MarkdownText.Disarm(MarkdownText.Shorten(text, ProblemLength));
    }

    /// <summary>A text area takes less than a list may have; a message takes all of it.</summary>
    private string Above(Form form) =>
        form.Kind == FormKind.Batch ? $"{FormText.Above(form)}\n\n{_say.Format("DialogLongList", LongTextLength)}" : FormText.Above(form);

    private static JsonObject Frame(string callback, string title, string submitLabel, string introduction, string state) => new()
    {
        ["callback_id"] = callback,
        ["title"] = Cut(title, TitleLength),
        ["introduction_text"] = introduction,
        ["submit_label"] = submitLabel,
        ["notify_on_cancel"] = false,
        ["state"] = state,
    };

    private IEnumerable<JsonObject> Elements(FormField field) => field.Kind switch
    {
        FieldKind.LongText => [Text(field, "textarea", LongTextLength, "")],
        FieldKind.Choice when IsLookedUp(field) => [LookedUp(field)],
        FieldKind.Choice when field.Choices.Count > 0 => [Menu(field, Names(field, support)[0], field.Label, First(field), !field.IsRequired)],
        FieldKind.SeveralChoices when field.Choices.Count > 0 => support.TakesSeveral ? [Several(field)] : Menus(field),
        // No client shows who is chosen when the dialog opens; a line of text does.
        FieldKind.Person when field.Value.Count == 0 => [People(field)],
        FieldKind.Person => [Text(field, "text", TextLength, "@…")],
        FieldKind.Date when support.KnowsDates && field.Value.All(IsDate) => [Date(field)],
        FieldKind.Date => [Text(field, "text", TextLength, _say["DatePlaceholder"])],
        FieldKind.Hours => [Text(field, "text", TextLength, _say["HoursPlaceholder"])],
        FieldKind.Percent => [Text(field, "text", TextLength, _say["PercentPlaceholder"])],
        _ => [Text(field, "text", TextLength, "")],
    };

    private JsonObject Text(FormField field, string type, int length, string placeholder)
    {
        var value = string.Join(type == "textarea" ? "\n" : ", ", field.Value);
        var element = Element(field, field.Key, field.Label, type, !field.IsRequired);
        element["max_length"] = Math.Max(length, value.Length);
        element["placeholder"] = placeholder;
        element["default"] = value;
        return element;
    }

    private JsonObject People(FormField field)
    {
        var element = Element(field, field.Key, field.Label, "select", !field.IsRequired);
        element["data_source"] = "users";
        return element;
    }

    private JsonObject Date(FormField field)
    {
        var element = Element(field, field.Key, field.Label, "date", !field.IsRequired);
        element["default"] = First(field) ?? "";
        return element;
    }

    /// <summary>What it begins with stands where a hint would: as a default, clients would show its number.</summary>
    private JsonObject LookedUp(FormField field)
    {
        var element = Element(field, field.Key, field.Label, "select", !field.IsRequired || field.Value.Count > 0);
        element["data_source"] = "dynamic";
        element["data_source_url"] = dialogUrl.AbsoluteUri;
        if (field.Value is [var value, ..])
            element["placeholder"] = Cut(field.Choices.FirstOrDefault(c => c.Value == value)?.Text ?? value, HelpLength);
        return Refreshing(field, element);
    }

    private JsonObject Several(FormField field)
    {
        var element = Menu(field, Names(field, support)[0], field.Label, null, !field.IsRequired);
        element["multiselect"] = true;
        element["default"] = string.Join(',', field.Value.Where(v => field.Choices.Any(c => c.Value == v)));
        return element;
    }

    private IEnumerable<JsonObject> Menus(FormField field) => Names(field, support).Select((name, i) => Menu(
        field,
        name,
        i == 0 ? field.Label : $"{Cut(field.Label, NameLength - 4)} ({(i + 1).ToString(CultureInfo.InvariantCulture)})",
        field.Value.ElementAtOrDefault(i),
        isOptional: i > 0 || !field.IsRequired));

    private JsonObject Menu(FormField field, string name, string label, string? value, bool isOptional)
    {
        var element = Element(field, name, label, "select", isOptional);
        var choices = field.Choices.Take(ChoicesAtMost).Concat(field.Choices.Skip(ChoicesAtMost).Where(c => field.Value.Contains(c.Value)));
        element["options"] = new JsonArray([.. choices.Select(c => new JsonObject { ["text"] = Cut(c.Text, ChoiceLength), ["value"] = c.Value })]);
        if (field.Choices.Any(c => c.Value == value))
            element["default"] = value;
        return Refreshing(field, element);
    }

    private JsonObject Refreshing(FormField field, JsonObject element)
    {
        if (support.Refreshes && field.Refreshes)
            element["refresh"] = true;
        return element;
    }

    private static JsonObject Element(FormField field, string name, string label, string type, bool isOptional)
    {
        var shortLabel = Cut(label, NameLength);
        var help = string.Join(" ", new[] { shortLabel == label ? null : label, field.Help }.Where(h => !string.IsNullOrWhiteSpace(h)));
        return new()
        {
            ["display_name"] = shortLabel,
            ["name"] = name,
            ["type"] = type,
            ["optional"] = isOptional,
            ["help_text"] = Cut(help, HelpLength),
        };
    }

    private bool IsLookedUp(FormField field) => field is { Kind: FieldKind.Choice, IsLookedUp: true } && support.LooksUp;

    private static IReadOnlyList<string> Names(FormField field, DialogSupport support) => field switch
    {
        { Kind: FieldKind.SeveralChoices, Choices.Count: > 0 } when support.TakesSeveral => [DialogNames.Several(field.Key)],
        { Kind: FieldKind.SeveralChoices, Choices.Count: > 0 } =>
            [.. Enumerable.Range(1, Math.Min(field.Choices.Count, Math.Max(MenusAtMost, field.Value.Count))).Select(n => DialogNames.Numbered(field.Key, n))],
        _ => [field.Key],
    };

    private static string? First(FormField field) => field.Value is [var first, ..] ? first : null;

    private static bool IsDate(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>At most so many UTF-16 units, as clients count, and no half characters.</summary>
    private static string Cut(string text, int atMost)
    {
        var cut = text;
        for (var length = atMost; cut.Length > atMost && length > 1; length--)
            cut = MarkdownText.Shorten(text, length);
        return cut;
    }
}
