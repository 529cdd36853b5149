namespace RedmineBridge.Sandbox.Mattermost.World;

/// <summary>The people and places that a visitor of the sandbox finds.</summary>
internal static class OfficeSeed
{
    public static void Fill(MattermostWorld world)
    {
        var alice = world.AddUser("alice", "Alice", "Morgan");
        var bob = world.AddUser("bob", "Bob", "Fisher");
        var ivan = world.AddUser("ivan", "Иван", "Петров", "ru");
        var bot = world.AddBot("redmine", "system_user", "system_post_all");
        world.Grant("system_post_all", Permissions.EditOthersPosts, Permissions.ManageSlashCommands);
        var office = world.AddTeam("office", "Office");
        foreach (var user in new[] { alice, bob, ivan, bot })
            world.Join(office, user);
        world.AddChannel(office, "dev", MattermostChannel.Public, alice, bob, ivan, bot);
        world.AddChannel(office, "council", MattermostChannel.Private, alice, bob, bot);
        world.AddChannel(office, "random", MattermostChannel.Public, alice, bob, ivan);
        // In no team, and so nobody whom people meet.
        var admin = world.AddUser("admin", "System", "Administrator", with: u => u with { Roles = ["system_user", "system_admin"] });
        world.SetPassword(admin, MattermostWorld.AdminPassword);
    }
}
