using System.Runtime.CompilerServices;
using RedmineBridge.Host.Tests.Bridge;

namespace RedmineBridge.Host.Tests.Talks;

/// <summary>
/// Conversations as they are approved: each file reads like a chat, and is what a person sees. To approve a change, run these with
/// APPROVE=1 and read the difference.
/// </summary>
public sealed class TalkTests
{
    public static TheoryData<string, string> Approved => new()
    {
        { "one-sentence.en.txt", "alice" },
        { "question-by-question.en.txt", "alice" },
        { "one-sentence.ru.txt", "ivan" },
        { "question-by-question.ru.txt", "ivan" },
        { "list.en.txt", "alice" },
    };

    [Theory]
    [MemberData(nameof(Approved))]
    public async Task The_bot_talks_as_approved(string file, string person)
    {
        await using var office = await Office.OpenAsync(prepareRedmine: world =>
        {
            // As in the real one: the names, and more projects to which everybody may add tickets.
            world.Change(d => d with { Users = d.Users.SetItems(d.Users.Where(u => u.Value.Login is "alice" or "bob").Select(u => KeyValuePair.Create(u.Key, u.Value with { LastName = "Tester" }))) });
            world.AddProject("fields", "Custom fields");
            world.AddProject("demo-child", "Demo child", with: p => p with { ParentId = world.Data.Projects.Values.Single(d => d.Identifier == "demo").Id });
        });
        await TalkAsync(office, file, person, mayApprove: true);
    }

    /// <summary>One in each language; tests/soak.sh has them all.</summary>
    public static TheoryData<string, string> ApprovedBeforeARealOne => Environment.GetEnvironmentVariable("KILLS") is not null ? Approved : new()
    {
        { "one-sentence.en.txt", "alice" },
        { "question-by-question.ru.txt", "ivan" },
    };

    [SkippableTheory]
    [MemberData(nameof(ApprovedBeforeARealOne))]
    public async Task The_bot_talks_as_approved_before_a_real_Redmine(string file, string person)
    {
        using var redmine = RealServer.Here();
        await using var office = await Office.OpenAsync(redmine: redmine.Url, redmineKey: redmine.Key);
        await TalkAsync(office, file, person, mayApprove: false);
    }

    private static async Task TalkAsync(Office office, string file, string person, bool mayApprove)
    {
        var conversation = new Conversation(office, office.World.User(person));
        var path = Path.Combine(Folder(), file);
        var approved = await File.ReadAllTextAsync(path);

        if (mayApprove && Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            await conversation.PlayPartOfAsync(approved);
            await File.WriteAllTextAsync(path, conversation.Written);
            return;
        }

        await conversation.FollowAsync(approved);
        Assert.Equal(approved, conversation.Written);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
