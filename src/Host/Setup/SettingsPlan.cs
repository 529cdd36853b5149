using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Setup;

/// <summary>What is to be written beside the bridge: the map of people and the settings file. Pure.</summary>
internal static class SettingsPlan
{
    private const string Token = "Mattermost__Token";
    private const string Key = "Redmine__ApiKey";

    /// <summary>So many are named; of more it is said how many.</summary>
    private const int Named = 20;

    /// <param name="key">An administrator's for Redmine; null where everybody has a key of their own.</param>
    /// <param name="makesToken">A step before makes the bot's.</param>
    /// <param name="mapIsThere">The file of the map.</param>
    /// <param name="othersMayRead">The settings file as it is.</param>
    public static IReadOnlyList<PlanLine> Of(SetupInput input, string? key, PeopleMatches people, bool makesToken, bool mapIsThere, bool othersMayRead)
    {
        List<PlanLine> lines = [];
        foreach (var name in Replaced(input, key, makesToken))
        {
            if (input.Overriding.Contains(name))
                lines.Add(Blocking($"{name} is not good, and stands in the environment or on the command line, which count before the settings file: remove it there"));
            else if (input.FileOf(name) is { } path)
                lines.Add(new(PlanState.ToDo, $"write {name} into {path}", new Step.WriteSecret(name, path, name == Token ? null : key)));
        }

        if (!input.Settings.ByOwnKeys)
            lines.AddRange(Map(input, people, mapIsThere));
        var values = Values(input, key).Where(v => input.File.Find(v.Key) != v.Value).ToDictionary();
        var names = makesToken && input.FileOf(Token) is null ? [.. values.Keys, Token] : values.Keys.ToList();
        var write = new Step.WriteSettings(input.Options.SettingsPath, values) { Removed = input.Outdated };
        List<string> changes = [];
        if (names.Count > 0)
            changes.Add($"write {string.Join(", ", names.Order(StringComparer.Ordinal))} into {write.Path}");
        if (input.Outdated.Count > 0)
            changes.Add($"take {string.Join(", ", input.Outdated)} out of {write.Path}, where setup put it: with Users__Link=connect the bridge doesn't start with it");
        if (changes.Count > 0)
            lines.Add(new(PlanState.ToDo, string.Join("; ", changes), write));
        else if (othersMayRead)
            lines.Add(new(PlanState.ToDo, $"let nobody else read {write.Path}", write));
        else
            lines.Add(new(PlanState.There, $"the settings in {write.Path}"));
        var elsewhere = input.FromEnvironment.Order(StringComparer.Ordinal).ToList();
        if (elsewhere.Count > 0)
            lines.Add(new(PlanState.Note, $"{string.Join(", ", elsewhere)} stay in the environment and are not written: the bridge has to find them there as well"));
        if (lines.Any(l => l.Step is Step.WriteSettings) && input.File.HasComments)
            lines.Add(new(PlanState.Note, $"the comments in {write.Path} are lost: copy it first, if you want to keep them"));
        return lines;
    }

    private static IEnumerable<string> Replaced(SetupInput input, string? key, bool makesToken)
    {
        if (makesToken)
            yield return Token;
        if (key is not null && key != input.RedmineKey)
            yield return Key;
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(SetupInput input, string? key)
    {
        var given = input.Given.Where(g => g.Key is not Key && !input.FromEnvironment.Contains(g.Key));
        if (key is not null && input.FileOf(Key) is null && !input.FromEnvironment.Contains(Key))
            given = given.Append(KeyValuePair.Create(Key, key));
        // Even where nobody is in it yet: a bridge that runs looks at the file that it was started with.
        if (!input.Settings.ByOwnKeys && !input.FromEnvironment.Contains("Users__File"))
            given = given.Where(g => g.Key is not "Users__File").Append(KeyValuePair.Create("Users__File", input.MapPath));
        return given;
    }

    private static IEnumerable<PlanLine> Map(SetupInput input, PeopleMatches people, bool mapIsThere)
    {
        yield return people.Matched.Count > 0 || !mapIsThere
            ? new(PlanState.ToDo, $"write {people.Matched.Count} people into {input.MapPath}", new Step.WriteMap(input.MapPath, [.. people.Matched.Select(m => m.Line)]))
            : new(PlanState.There, "everybody whom login or address tells is in the map of people");
        foreach (var unclear in people.Unclear.Take(Named))
            yield return new(PlanState.Note, $"{unclear}: not written, do it yourself");
        if (people.Unclear.Count > Named)
            yield return new(PlanState.Note, $"{people.Unclear.Count - Named} more who could be several");
        if (people.Unmatched.Count > 0)
        {
            yield return new(
                PlanState.Note,
                $"nobody in Redmine has the login or address of {string.Join(", ", people.Unmatched.Take(Named).Select(n => $"@{n}"))}"
                + (people.Unmatched.Count > Named ? $" and {people.Unmatched.Count - Named} more" : ""));
        }
    }

    /// <summary>All entries that count: of the setting, and of the file as it is.</summary>
    public static UserMap Known(UserMap settings, string? file) => file is null ? settings : settings.With(UserMap.Parse(file, out _));

    private static PlanLine Blocking(string text) => new(PlanState.Impossible, text) { Blocks = true };
}
