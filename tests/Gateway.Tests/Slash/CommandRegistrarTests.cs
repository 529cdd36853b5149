using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Texts;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Slash;

namespace RedmineBridge.Gateway.Tests.Slash;

public sealed class CommandRegistrarTests
{
    private static readonly TeamId Office = new("t1");
    private static readonly UserId Somebody = new("somebody");
    private static readonly Uri Ours = new("https://bridge.example.org/rb/mattermost/command");

    private readonly FakeMattermost _mattermost = new();

    public CommandRegistrarTests() => _mattermost.Users.Add(new(Somebody, "olga", "en", null, IsBot: false, IsDeactivated: false));

    [Fact]
    public async Task Registers_both_words_in_every_team()
    {
        _mattermost.Teams.Add(new(new("t2"), "yard"));

        var findings = await Look();

        Assert.Equal(
            ["/redmine in t1", "/integration_with_redmine in t1", "/redmine in t2", "/integration_with_redmine in t2"],
            _mattermost.Commands.Select(c => c.ToString()));
        Assert.All(_mattermost.Commands, c => Assert.Equal(Ours, c.Url));
        Assert.Equal(_mattermost.Commands.Select(c => new CommandToken(c.Team, c.Trigger, c.Token)), findings.Tokens);
        Assert.Empty(findings.Problems);
    }

    [Fact]
    public async Task Leaves_what_is_right_as_it_is()
    {
        await Look();
        _mattermost.Calls.Clear();

        var findings = await Look();

        Assert.DoesNotContain(_mattermost.Calls, c => c.StartsWith("create", StringComparison.Ordinal) || c.StartsWith("update", StringComparison.Ordinal));
        Assert.Equal(2, findings.Tokens.Count);
    }

    [Theory]
    [InlineData("me")]
    [InlineData("somebody")]
    public async Task Moves_a_command_that_leads_to_our_old_address(string creator)
    {
        _mattermost.Commands.Add(Command("redmine", "https://old.example.org/mattermost/command", new(creator)));

        var findings = await Look();

        var moved = _mattermost.Commands.Single(c => c.Trigger == "redmine");
        Assert.Equal((Ours, new UserId(creator), "secret"), (moved.Url, moved.Creator, moved.Token));
        Assert.Contains(new(Office, "redmine", "secret"), findings.Tokens);
    }

    [Fact]
    public async Task What_an_earlier_attempt_has_made_only_now_is_ours()
    {
        _mattermost.Fails = call =>
        {
            if (!call.StartsWith("create", StringComparison.Ordinal) || _mattermost.Commands.Count > 0)
                return null;
            _mattermost.Commands.Add(Command("redmine", Ours.AbsoluteUri, FakeMattermost.Me));
            return new MattermostException(call, PosterFailure.Rejected, 400, "api.command.duplicate_trigger.app_error");
        };

        var findings = await Look();

        Assert.Empty(findings.Problems);
        Assert.Contains(new(Office, "redmine", "secret"), findings.Tokens);
    }

    [Fact]
    public async Task Leaves_somebody_elses_command_alone_and_says_so()
    {
        _mattermost.Commands.Add(Command("redmine", "https://other.example.org/hook", Somebody));

        var findings = await Look();

        Assert.Equal("https://other.example.org/hook", _mattermost.Commands.Single(c => c.Trigger == "redmine").Url.AbsoluteUri);
        Assert.Contains("/redmine belongs to a command of @olga:", Assert.Single(findings.Problems), StringComparison.Ordinal);
        Assert.Equal(["integration_with_redmine"], findings.Tokens.Select(t => t.Trigger));
    }

    /// <summary>From Mattermost 11.2 a bot may have the right to its own commands alone.</summary>
    [Fact]
    public async Task A_word_taken_by_a_command_that_it_may_not_see_is_named_and_the_other_registered()
    {
        _mattermost.Fails = call => call == "create /redmine in t1"
            ? new MattermostException(call, PosterFailure.Rejected, 400, "api.command.duplicate_trigger.app_error")
            : null;

        var findings = await Look();

        Assert.Contains("/redmine is taken by a command that @redmine may not see", Assert.Single(findings.Problems), StringComparison.Ordinal);
        Assert.Equal(["integration_with_redmine"], findings.Tokens.Select(t => t.Trigger));
    }

    [Fact]
    public async Task A_command_that_it_may_not_change_is_named_with_its_owner_and_the_address_it_needs()
    {
        _mattermost.Commands.Add(Command("redmine", "https://old.example.org/mattermost/command", Somebody));
        _mattermost.Fails = call => call == "update /redmine in t1" ? new MattermostException(call, PosterFailure.Forbidden, 403, "api.context.permissions.app_error") : null;

        var findings = await Look();

        var problem = Assert.Single(findings.Problems);
        Assert.Contains("/redmine was made by @olga", problem, StringComparison.Ordinal);
        Assert.Contains(Ours.AbsoluteUri, problem, StringComparison.Ordinal);
        Assert.Equal(["redmine", "integration_with_redmine"], findings.Tokens.Select(t => t.Trigger));
    }

    [Theory]
    [InlineData(PosterFailure.Forbidden, 403, "may not manage slash commands in the team office")]
    [InlineData(PosterFailure.Away, 501, "Custom slash commands are switched off")]
    [InlineData(PosterFailure.Rejected, 400, "check Bridge__PublicUrl")]
    public async Task Names_what_is_missing_and_goes_on_with_the_other_teams(PosterFailure kind, int status, string sentence)
    {
        _mattermost.Teams.Add(new(new("t2"), "yard"));
        _mattermost.Fails = call => call.EndsWith("in t1", StringComparison.Ordinal) ? new MattermostException(call, kind, status, "some.error") : null;

        var findings = await Look();

        Assert.Contains(sentence, Assert.Single(findings.Problems), StringComparison.Ordinal);
        Assert.All(findings.Tokens, t => Assert.Equal("t2", t.Team.Value));
    }

    [Fact]
    public async Task Fails_when_Mattermost_is_away()
    {
        _mattermost.Fails = call => new MattermostException(call, PosterFailure.Away, 0, "");

        await Assert.ThrowsAsync<MattermostException>(Look);
    }

    [Fact]
    public async Task Takes_given_tokens_by_a_teams_name_or_id_and_registers_nothing()
    {
        var given = new[] { new GivenToken("office", "redmine", "one"), new GivenToken("t1", "other", "two"), new GivenToken("nowhere", "redmine", "three") };

        var findings = await new CommandRegistrar(Settings with { Registers = false, GivenTokens = given }, _mattermost).LookAsync(default);

        Assert.Equal([new(Office, "redmine", "one"), new(Office, "other", "two")], findings.Tokens);
        Assert.Empty(_mattermost.Commands);
    }

    private static SlashSettings Settings =>
        new("redmine", new Uri("https://bridge.example.org/rb/"), new Uri("https://redmine.example.org"), Language.English, true, []);

    private static MattermostCommand Command(string trigger, string url, UserId creator) =>
        new("c9", Office, trigger, new Uri(url), "Redmine", "", "", creator, "secret");

    private Task<RegistrarFindings> Look() => new CommandRegistrar(Settings, _mattermost).LookAsync(default);
}
