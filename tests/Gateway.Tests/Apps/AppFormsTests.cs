using System.Text.Json;
using System.Text.Json.Nodes;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Gateway.Apps;

namespace RedmineBridge.Gateway.Tests.Apps;

public sealed class AppFormsTests
{
    private static readonly FieldChoice[] Two = [new("1", "Same"), new("2", "Same")];

    public static TheoryData<FormField, string> Fields => new()
    {
        { new("subject", FieldKind.Text, "Subject", ["Tap"]) { IsRequired = true }, """{"type":"text","subtype":"input","max_length":255,"value":"Tap","is_required":true}""" },
        { new("text", FieldKind.LongText, "Text", []), """{"type":"text","subtype":"textarea","max_length":16000}""" },
        { new("subject", FieldKind.Text, "Subject", [new string('x', 300)]), """{"type":"text","max_length":300}""" },
        {
            new("project", FieldKind.Choice, "Project", ["2"]) { Choices = Two, Refreshes = true },
            """{"type":"static_select","multiselect":false,"options":[{"label":"Same (1)","value":"1"},{"label":"Same (2)","value":"2"}],"value":{"label":"Same (2)","value":"2"},"refresh":true}"""
        },
        {
            new("cf_8", FieldKind.SeveralChoices, "Colours", ["a"]) { Choices = [new("a", "A"), new("b", "B")] },
            """{"type":"static_select","multiselect":true,"value":[{"label":"A","value":"a"}]}"""
        },
        { new("project", FieldKind.Choice, "Project", []) { Choices = [new("1", "One")], IsLookedUp = true }, """{"type":"dynamic_select","lookup":{"path":"/submit/lookup"}}""" },
        { new("assignee", FieldKind.Person, "Assignee", []), """{"type":"user"}""" },
        { new("assignee", FieldKind.Person, "Assignee", ["@bob"]), """{"type":"text","value":"@bob"}""" },
        { new("due", FieldKind.Date, "Due", []) { Help = "A day" }, """{"type":"text","description":"A day","modal_label":"Due"}""" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_is_shown_by_its_kind(FormField field, string expected)
    {
        var written = AppForms.Write(new("f1", FormKind.Ticket, "New", "Create", [field]), "/submit", new JsonObject { ["sealed"] = "s" })["fields"]![0]!.AsObject();

        Assert.Equal(field.Key, (string?)written["name"]);
        foreach (var (key, value) in JsonNode.Parse(expected)!.AsObject())
        {
            if (key == "lookup")
                Assert.Equal((string?)value!["path"], (string?)written["lookup"]!["path"]);
            else
                Assert.True(JsonNode.DeepEquals(value, written[key]), $"{key}: {written[key]?.ToJsonString()}");
        }
    }

    [Fact]
    public void Values_are_read_whatever_their_form()
    {
        var values = AppForms.Read(JsonDocument.Parse(
            """{"a":"text","b":{"label":"B","value":"2"},"c":[{"label":"C","value":"3"},{"label":"D","value":"4"}],"d":null,"e":true,"f":5,"g":[[1]],"h":{},"a\u200b":"no field"}""").RootElement);

        Assert.Equal(
            ["a=text", "b=2", "c=3,4", "d=", "e=true", "f=5", "g=", "h="],
            values.ByField.Select(f => $"{f.Key}={string.Join(',', f.Value)}"));
        Assert.Equal(FormValues.None, AppForms.Read(default));
    }

    [Fact]
    public void Problems_go_to_their_fields()
    {
        var form = new Form("f1", FormKind.Ticket, "New", "Create", [new("subject", FieldKind.Text, "Subject", []) { Problem = "Too short" }]) { Problem = "No" };

        Assert.Equal("""{"type":"error","text":"No","data":{"errors":{"subject":"Too short"}}}""", AppForms.Problems(form, "?").ToJsonString());
        var pinging = form with { Problem = "[x](https://evil.example.org) @all", Fields = [form.Fields[0] with { Problem = "![x](//evil) @channel" }] };
        var problems = AppForms.Problems(pinging, "?").ToJsonString();
        Assert.DoesNotMatch(@"@(all|channel)|\]\(|://", problems);
        Assert.Equal("?", (string?)AppForms.Problems(form with { Problem = null }, "?")["text"]);
    }
}
