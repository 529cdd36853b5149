using System.Text.Json;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Apps;

namespace RedmineBridge.Gateway.Tests.Apps;

public sealed class AppCallTests
{
    [Theory]
    [InlineData("""{"context":{"acting_user":{"id":"u1"},"team":{"id":"t1"}}}""", "u1", "t1")]
    [InlineData("""{"context":{"acting_user":"u1","team":["t1"]}}""", "", null)]
    [InlineData("""{"context":1}""", "", null)]
    [InlineData("[]", "", null)]
    public void A_body_of_any_form_names_who_calls_or_nobody(string body, string user, string? team)
    {
        using var json = JsonDocument.Parse(body);

        var call = AppCall.Read(json.RootElement, Language.English);

        Assert.Equal((user, team), (call.Origin.User.Value, call.Team));
    }
}
