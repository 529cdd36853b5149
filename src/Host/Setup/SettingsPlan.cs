using RedmineBridge.Actors.People;

namespace RedmineBridge.Host.Setup;

/// <summary>What is to be written beside the bridge: the map of people and the settings file. Pure.</summary>
internal static class SettingsPlan
{
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
            else if (input.Given.ContainsKey($"{name}File"))
                lines.Add(Blocking($"what {name}File names is not good: remove that setting, and setup writes {name} into the settings file"));
        }

        if (!input.Settings.ByOwnKeys)
            lines.AddRange(Map(input, people, mapIsThere));
        var values = Values(input, key, people).Where(v => input.File.Find(v.Key) != v.Value).ToDictionary();
        var names = makesToken ? values.Keys.Append("Mattermost__Token") : values.Keys;
        if (values.Count > 0 || makesToken)
            lines.Add(new(PlanState.ToDo, $"write {string.Join(", ", names.Order(StringComparer.Ordinal))} into {input.Options.SettingsPath}", new Step.WriteSettings(input.Options.SettingsPath, values)));
        else if (othersMayRead)
            lines.Add(new(PlanState.ToDo, $"let nobody else read {input.Options.SettingsPath}", new Step.WriteSettings(input.Options.SettingsPath, values)));
        else
            lines.Add(new(PlanState.There, $"the settings in {input.Options.SettingsPath}"));
        return lines;
    }

    private static IEnumerable<string> Replaced(SetupInput input, string? key, bool makesToken)
    {
        if (makesToken)
            yield return "Mattermost__Token";
        if (key is not null && key != input.RedmineKey)
            yield return "Redmine__ApiKey";
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(SetupInput input, string? key, PeopleMatches people)
    {
        var given = input.Given.Where(g => g.Key is not "Redmine__ApiKey");
        if (key is not null && !input.Given.ContainsKey("Redmine__ApiKeyFile"))
            given = given.Append(KeyValuePair.Create("Redmine__ApiKey", key));
        if (people.Matched.Count > 0)
            given = given.Where(g => g.Key is not "Users__File").Append(KeyValuePair.Create("Users__File", input.MapPath));
        return given;
    }

    private static IEnumerable<PlanLine> Map(SetupInput input, PeopleMatches people, bool mapIsThere)
    {
        var lacksFile = input.Settings.UsersFile is not null && !mapIsThere;
        yield return people.Matched.Count > 0 || lacksFile
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
