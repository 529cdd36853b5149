using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The doors there are, and every refusal at each of them in each language. A further door is one more line.</summary>
public static class RefusalDoors
{
    private static readonly Dictionary<string, Func<Scene, IRefusalDoor>> Doors = new()
    {
        ["dialog"] = s => new DialogDoor(s),
        ["App"] = s => new AppDoor(s),
        ["direct message"] = s => new MessageDoor(s),
    };

    /// <summary>Those with forms.</summary>
    private static readonly string[] WithForms = ["dialog", "App"];

    public static IRefusalDoor Open(string door, Scene scene) => Doors[door](scene);

    public static TheoryData<string, string, Language> Each(IEnumerable<string> refusals) => Each(refusals, WithForms);

    /// <summary>The same of what is said of lists once they are read, and so also where there is no form.</summary>
    public static TheoryData<string, string, Language> EachOfLists(IEnumerable<string> refusals) => Each(refusals, [.. Doors.Keys]);

    /// <summary>Where there is no form: in the direct message.</summary>
    public static TheoryData<string, Language> EachSaid(IEnumerable<string> refusals)
    {
        var rows = new TheoryData<string, Language>();
        foreach (var row in Each(refusals, ["direct message"]))
            rows.Add((string)row[0], (Language)row[2]);
        return rows;
    }

    private static TheoryData<string, string, Language> Each(IEnumerable<string> refusals, string[] doors)
    {
        var rows = new TheoryData<string, string, Language>();
        foreach (var refusal in refusals)
        {
            foreach (var door in doors)
            {
                foreach (var language in Enum.GetValues<Language>())
                    rows.Add(refusal, door, language);
            }
        }

        return rows;
    }
}
