using System.Text.Json;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class DialogReaderTests
{
    private static readonly FormValues Kept = FormValues.None.With("project", "17");

    [Theory]
    [InlineData("""{"subject":"Buy","description":null,"assignee":""}""", "project=17;subject=Buy")]
    [InlineData("""{"project":"2","subject":" a, b "}""", "project=2;subject= a, b ")]
    [InlineData("""{"project":null,"hours":1.50,"private":true,"open":false}""", "hours=1.50;open=false;private=true;project=17")]
    [InlineData("""{"labels-several":["a,1","b"]}""", "labels=a,1|b;project=17")]
    [InlineData("""{"labels-several":"a, b,,c"}""", "labels=a|b|c;project=17")]
    [InlineData("""{"labels-2":"b","labels-1":"a","labels-3":null,"labels-4":"a"}""", "labels=a|b;project=17")]
    [InlineData("""{"tracker":{"label":"Bug","value":"1"},"labels-several":[{"label":"A","value":"a"}]}""", "labels=a;project=17;tracker=1")]
    [InlineData("""{"odd":[["x"]],"odder":{"value":7},"oddest":{}}""", "project=17")]
    [InlineData("""{"subject":"a","subject\u200b":"b","sub ject":"c","":"d"}""", "project=17;subject=a")]
    [InlineData("""{}""", "project=17")]
    [InlineData("""null""", "project=17")]
    [InlineData("""[1]""", "project=17")]
    [InlineData("""{"tasks":"1. Buy\n2. Sell"}""", "project=17;tasks=1. Buy\n2. Sell")]
    public void Reads_what_clients_write_in_their_ways(string submission, string expected)
    {
        using var json = JsonDocument.Parse(submission);

        var values = DialogReader.Read(json.RootElement, Kept);

        Assert.Equal(expected, string.Join(';', values.ByField.Select(f => $"{f.Key}={string.Join('|', f.Value)}")));
    }

    [Fact]
    public void Nothing_at_all_is_what_was_kept() => Assert.Equal(Kept, DialogReader.Read(default, Kept));

    [Fact]
    public void Takes_no_more_fields_than_any_form_has()
    {
        using var json = JsonDocument.Parse("{" + string.Join(',', Enumerable.Range(0, 1_000).Select(n => $"\"f{n}\":\"x\"")) + "}");

        Assert.Equal(200, DialogReader.Read(json.RootElement, FormValues.None).ByField.Count);
    }
}
