using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class DialogRendererTests
{
    private static readonly Uri Address = new("https://bridge.example.org/mattermost/dialog");
    private static readonly FieldChoice[] Projects = [new("1", "Demo"), new("2", "Site")];

    [Theory]
    [InlineData(null, false, false, false)]
    [InlineData("5.37.0", false, false, false)]
    [InlineData("10.11.4", false, false, false)]
    [InlineData("11.0.0", true, true, false)]
    [InlineData("11.1.0", true, true, true)]
    [InlineData("12.0.0", true, true, true)]
    public void Newer_kinds_are_used_where_the_server_knows_them(string? version, bool looksUp, bool takesSeveral, bool refreshes) =>
        Assert.Equal(new DialogSupport(looksUp, takesSeveral, refreshes, refreshes), DialogSupport.Of(Server(version), Address));

    [Theory]
    [InlineData("http://bridge.example.org", false)]
    [InlineData("http://127.0.0.1:8090", true)]
    [InlineData("http://localhost:8090", true)]
    public void Browsers_look_up_at_safe_addresses_only(string address, bool looksUp) =>
        Assert.Equal(looksUp, DialogSupport.Of(Server("11.1.0"), new(address)).LooksUp);

    [Theory]
    [InlineData("5.37.0")]
    [InlineData("10.11.0")]
    [InlineData("11.1.0")]
    public void The_frame_is_the_same_everywhere(string version)
    {
        var dialog = Dialog(version, new FormField("subject", FieldKind.Text, "Subject", []) { IsRequired = true });

        Assert.Equal(
            ("ticket", "New ticket", "Create", "sealed", false),
            ((string?)dialog["callback_id"], (string?)dialog["title"], (string?)dialog["submit_label"], (string?)dialog["state"], (bool)dialog["notify_on_cancel"]!));
        Assert.Null(dialog["source_url"]);
    }

    [Fact]
    public void A_line_takes_what_a_subject_takes_and_keeps_what_is_longer()
    {
        var subject = Element("5.37.0", new FormField("subject", FieldKind.Text, "Subject", ["Buy"]) { IsRequired = true });
        Assert.Equal(("text", 255, "Buy", false), ((string?)subject["type"], (int)subject["max_length"]!, (string?)subject["default"], (bool)subject["optional"]!));

        var longer = Element("5.37.0", new FormField("subject", FieldKind.Text, "Subject", [new string('x', 300)]));
        Assert.Equal(300, (int)longer["max_length"]!);
    }

    [Theory]
    [InlineData(10, 3_000)]
    [InlineData(5_000, 5_000)]
    public void A_text_area_loses_nothing(int length, int maxLength)
    {
        var text = new string('x', length);
        var area = Element("5.37.0", new FormField("tasks", FieldKind.LongText, "Tasks", [text]));

        Assert.Equal(("textarea", maxLength, text), ((string?)area["type"], (int)area["max_length"]!, (string?)area["default"]));
    }

    [Theory]
    [InlineData(FormKind.Batch, "По строке.\n\nСписок длиннее 3000 знаков вставьте сообщением в нашу личную переписку: форма может не вместить его целиком.")]
    [InlineData(FormKind.Ticket, "По строке.")]
    public void Who_has_a_longer_list_than_the_text_area_takes_is_told_where_it_goes(FormKind kind, string expected) =>
        Assert.Equal(expected, (string?)Dialog("11.1.0", Form() with { Kind = kind, Introduction = "По строке." })["introduction_text"]);

    [Theory]
    [InlineData("5.37.0", false)]
    [InlineData("11.0.0", false)]
    [InlineData("11.1.0", true)]
    public void Choices_are_a_menu_that_refreshes_where_that_exists(string version, bool refreshes)
    {
        var field = new FormField("project", FieldKind.Choice, "Project", ["2"]) { IsRequired = true, Choices = Projects, Refreshes = true };
        var dialog = Dialog(version, field);
        var menu = dialog["elements"]![0]!;

        Assert.Equal(("select", "2"), ((string?)menu["type"], (string?)menu["default"]));
        Assert.Equal("""[{"text":"Demo","value":"1"},{"text":"Site","value":"2"}]""", menu["options"]!.ToJsonString());
        Assert.Equal(refreshes, menu["refresh"] is not null);
        Assert.Equal(refreshes ? Address.AbsoluteUri : null, (string?)dialog["source_url"]);
    }

    [Fact]
    public void A_choice_that_is_no_more_is_not_preselected() =>
        Assert.Null(Element("5.37.0", new FormField("tracker", FieldKind.Choice, "Tracker", ["9"]) { Choices = Projects })["default"]);

    [Fact]
    public void A_menu_without_choices_is_a_line_of_text() =>
        Assert.Equal("text", (string?)Element("11.1.0", new FormField("tracker", FieldKind.Choice, "Tracker", []))["type"]);

    [Fact]
    public void More_choices_than_a_menu_takes_are_cut_but_for_the_chosen_one()
    {
        var choices = Enumerable.Range(1, 3_100).Select(n => new FieldChoice($"{n}", $"Project {n}"));
        var menu = Element("10.0.0", new FormField("project", FieldKind.Choice, "Project", ["3050"]) { Choices = [.. choices], IsLookedUp = true });

        Assert.Equal(3_001, menu["options"]!.AsArray().Count);
        Assert.Equal("3050", (string?)menu["default"]);
    }

    [Fact]
    public void Many_choices_are_looked_up_where_that_exists_and_what_it_begins_with_is_kept()
    {
        var form = Form(new FormField("project", FieldKind.Choice, "Project", ["2"]) { IsRequired = true, IsLookedUp = true, Choices = Projects, Refreshes = true });
        var menu = Dialog("11.1.0", form)["elements"]![0]!;

        Assert.Equal(("dynamic", Address.AbsoluteUri), ((string?)menu["data_source"], (string?)menu["data_source_url"]));
        Assert.Equal(("Site", true, null), ((string?)menu["placeholder"], (bool)menu["optional"]!, (string?)menu["default"]));
        Assert.Null(menu["options"]);
        Assert.Equal(FormValues.None.With("project", "2"), Renderer("11.1.0").Kept(form));
        Assert.Equal(FormValues.None, Renderer("10.0.0").Kept(form));
    }

    [Fact]
    public void Several_choices_are_one_menu_on_new_servers()
    {
        var menu = Element("11.0.0", Several("1", "2"));

        Assert.Equal(("labels-several", true, "1,2"), ((string?)menu["name"], (bool)menu["multiselect"]!, (string?)menu["default"]));
    }

    [Fact]
    public void Several_choices_are_several_menus_on_old_ones()
    {
        var menus = Dialog("10.0.0", Several("1", "2"))["elements"]!.AsArray();

        Assert.Equal(["labels-1", "labels-2"], menus.Select(m => (string?)m!["name"]));
        Assert.Equal(["Labels", "Labels (2)"], menus.Select(m => (string?)m!["display_name"]));
        Assert.Equal(["1", "2"], menus.Select(m => (string?)m!["default"]));
        Assert.Equal([false, true], menus.Select(m => (bool)m!["optional"]!));
    }

    [Fact]
    public void A_person_is_chosen_from_all_or_stands_there_as_typed()
    {
        var nobody = Element("5.37.0", new FormField("assignee", FieldKind.Person, "Assignee", []));
        Assert.Equal(("select", "users"), ((string?)nobody["type"], (string?)nobody["data_source"]));

        var bob = Element("11.1.0", new FormField("assignee", FieldKind.Person, "Assignee", ["@bob"]));
        Assert.Equal(("text", "@bob"), ((string?)bob["type"], (string?)bob["default"]));
    }

    [Theory]
    [InlineData("5.37.0", "2026-12-01", "text", "09.05.27, завтра, пятница")]
    [InlineData("11.0.0", "2026-12-01", "text", "09.05.27, завтра, пятница")]
    [InlineData("11.1.0", "2026-12-01", "date", null)]
    [InlineData("11.1.0", "когда-нибудь", "text", "09.05.27, завтра, пятница")]
    public void A_day_has_its_own_element_on_new_servers_unless_something_else_was_typed(string version, string value, string type, string? placeholder)
    {
        var due = Element(version, new FormField("due", FieldKind.Date, "Срок", [value]));

        Assert.Equal((type, value, placeholder), ((string?)due["type"], (string?)due["default"], (string?)due["placeholder"]));
    }

    [Fact]
    public void Numbers_are_typed_as_people_write_them()
    {
        Assert.Equal("1,5 или 1:30", (string?)Element("11.1.0", new FormField("hours", FieldKind.Hours, "Часы", []))["placeholder"]);
        Assert.Null(Element("11.1.0", new FormField("done", FieldKind.Percent, "Готово", []))["subtype"]);
    }

    [Fact]
    public void What_is_too_long_is_cut_and_the_whole_label_stands_in_the_help()
    {
        var label = "Wofür wird das 👩‍👩‍👧‍👧👩‍👩‍👧‍👧 gebraucht, und von wem";
        var form = Form(new FormField("cf_1", FieldKind.Text, label, []) { Help = new string('h', 300) }) with { Title = new string('t', 50) };
        var dialog = Dialog("5.37.0", form);
        var element = dialog["elements"]![0]!;

        Assert.Equal(24, ((string?)dialog["title"])!.Length);
        Assert.InRange(((string?)element["display_name"])!.Length, 10, 24);
        Assert.InRange(((string?)element["help_text"])!.Length, 100, 150);
        Assert.StartsWith(label, (string?)element["help_text"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dialog_that_opens_with_problems_says_them_above()
    {
        var form = Form(new FormField("due", FieldKind.Date, "Due", ["x"]) { Problem = "Not a *date*." }) with { Problem = "Please look again.", Introduction = "For **Demo**." };

        Assert.Equal("For **Demo**.\n\nPlease look again\\.\n\n- **Due**: Not a \\*date\\*\\.", (string?)Dialog("5.37.0", form)["introduction_text"]);
    }

    [Theory]
    [InlineData("10.0.0", "labels-1")]
    [InlineData("11.0.0", "labels-several")]
    public void Problems_are_named_by_elements_that_the_dialog_has(string version, string name)
    {
        var support = DialogSupport.Of(Server(version), Address);
        var form = Form(Several("1") with { Problem = "Too many." });

        Assert.Equal($$$"""{"errors":{"{{{name}}}":"Too many."}}""", DialogRenderer.Problems(form, support)!.ToJsonString());
        Assert.Null(DialogRenderer.Problems(Form(Several("1")), support));
    }

    private static FormField Several(params string[] values) =>
        new("labels", FieldKind.SeveralChoices, "Labels", values) { IsRequired = true, Choices = Projects };

    private static Form Form(params FormField[] fields) => new("form-1", FormKind.Ticket, "New ticket", "Create", fields);

    private static JsonObject Dialog(string version, params FormField[] fields) => Dialog(version, Form(fields));

    private static JsonObject Dialog(string version, Form form) => Renderer(version).Write(form, "ticket", "sealed");

    private static JsonNode Element(string version, FormField field) => Dialog(version, field)["elements"]![0]!;

    private static DialogRenderer Renderer(string version) => new(DialogSupport.Of(Server(version), Address), Address, Language.Russian);

    private static MattermostServer Server(string? version) => MattermostServer.Unknown with { Version = version is null ? null : Version.Parse(version) };
}
