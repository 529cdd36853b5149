namespace RedmineBridge.Sandbox.Redmine.World;

/// <summary>What a visitor of the sandbox finds: tickets as they lie about in an office, some late, some done.</summary>
internal static class OfficeSeed
{
    private const int Feature = 2;
    private const int Support = 3;
    private const int InProgress = 2;
    private const int Resolved = 3;
    private const int Feedback = 4;
    private const int Closed = 5;

    public static void Fill(RedmineWorld world)
    {
        var alice = world.AddUser("alice", "Alice", "Morgan");
        var bob = world.AddUser("bob", "Bob", "Fisher");
        var ivan = world.AddUser("ivan", "Иван", "Петров", "ru");
        var demo = world.AddProject("demo", "Demo", with: p => p with
        {
            Description = "The office's everyday work. Everybody may look.",
            Categories = [new(1, "Office"), new(2, "Website", bob.Id)],
            Versions = [new(1, "Spring"), new(2, "Winter", IsClosed: true)],
        });
        var secret = world.AddProject("secret", "Secret", isPublic: false, with: p => p with { Description = "For Alice's eyes only." });
        world.AddMember(demo, alice, "Manager");
        world.AddMember(demo, bob, "Developer");
        world.AddMember(demo, ivan, "Manager");
        world.AddMember(secret, alice, "Manager");

        Add(demo, alice, bob, "Buy sausages for the summer party", daysOld: 9, i => i with { TrackerId = Support, Description = "Forty of them, ten without meat." }, due: -2);
        Add(demo, bob, alice, "The door of the meeting room squeaks", 21, i => i with { PriorityId = 1, StatusId = Feedback });
        Add(demo, ivan, bob, "Страница входа не открывается в Safari", 6, i => i with { PriorityId = 4, StatusId = InProgress, CategoryId = 2, DoneRatio = 40 }, due: 1);
        Add(demo, alice, ivan, "Translate the price list into Russian", 12, i => i with { TrackerId = Feature, VersionId = 1 }, due: 7);
        Add(demo, bob, ivan, "Проверить счета за октябрь", 30, i => i with { TrackerId = Support, PriorityId = 3 }, due: -11);
        Add(demo, alice, alice, "Prepare the agenda of Monday's meeting", 3, i => i with { TrackerId = Support, StatusId = InProgress }, due: 3);
        Add(demo, ivan, alice, "Approve the holiday plan", 5, i => i with { TrackerId = Support, PriorityId = 3 }, due: -1);
        Add(demo, alice, bob, "Search finds nothing when the word has <angle brackets> & ampersands", 15, i => i with { CategoryId = 2 });
        Add(demo, bob, bob, "Back up the shared drive", 40, i => i with { PriorityId = 5, StatusId = Resolved, DoneRatio = 90 }, due: -20);
        Add(demo, alice, bob, "Replace the printer's toner", 25, i => i with { TrackerId = Support, StatusId = Closed, DoneRatio = 100 });
        Add(demo, ivan, ivan, "Обновить расписание дежурств", 18, i => i with { StatusId = Closed, DoneRatio = 100 }, due: -8);
        Add(demo, bob, null, "Somebody should water the plants", 2, i => i with { TrackerId = Support, PriorityId = 1 });
        Add(secret, alice, alice, "Plan Bob's birthday surprise", 4, i => i with { TrackerId = Feature, PriorityId = 3 }, due: 14);
        Add(demo, alice, ivan, "Salary table has a wrong sum", 1, i => i with { IsPrivate = true, PriorityId = 4 }, due: 2);

        void Add(
            RedmineProject project, RedmineUser author, RedmineUser? assignee, string subject, int daysOld, Func<RedmineIssue, RedmineIssue> with, int? due = null) =>
            world.AddIssue(project, author, subject, i =>
            {
                var created = i.CreatedOn.AddDays(-daysOld);
                var issue = with(i with
                {
                    AssignedToId = assignee?.Id,
                    StartDate = i.StartDate?.AddDays(-daysOld),
                    DueDate = due is null ? null : i.StartDate?.AddDays(due.Value),
                    CreatedOn = created,
                    UpdatedOn = created,
                });
                return issue.StatusId == Closed ? issue with { UpdatedOn = created.AddDays(1), ClosedOn = created.AddDays(1) } : issue;
            });
    }
}
