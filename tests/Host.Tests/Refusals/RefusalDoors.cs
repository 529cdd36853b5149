using RedmineBridge.Actors.Texts;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>The doors there are, and every refusal at each of them in each language. A further door is one more line.</summary>
public static class RefusalDoors
{
    private static readonly Dictionary<string, Func<Scene, IRefusalDoor>> Doors = new()
    {
        ["dialog"] = s => new DialogDoor(s),
        ["App"] = s => new AppDoor(s),
    };

    public static IRefusalDoor Open(string door, Scene scene) => Doors[door](scene);

    public static TheoryData<string, string, Language> Each(IEnumerable<string> refusals)
    {
        var rows = new TheoryData<string, string, Language>();
        foreach (var refusal in refusals)
        {
            foreach (var door in Doors.Keys)
            {
                foreach (var language in Enum.GetValues<Language>())
                    rows.Add(refusal, door, language);
            }
        }

        return rows;
    }
}
