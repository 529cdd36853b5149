namespace RedmineBridge.Contract.Tests.Redmine;

/// <summary>Specs that hold for the stand-in and for a real Redmine alike. Where the two differ, the stand-in is wrong.</summary>
public abstract class RedmineSpec
{
    protected RedmineSpec(RedmineUnderTest redmine)
    {
        Skip.If(redmine.Absent is not null, redmine.Absent);
        Redmine = redmine;
    }

    protected RedmineUnderTest Redmine { get; }

    /// <summary>A word that no other test uses.</summary>
    protected static string Unique() => "w" + Guid.NewGuid().ToString("n")[..12];

    protected static void AssertEmpty(int status, Answer answer)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("", answer.Body);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal("0", answer.Header("Content-Length"));
        Assert.Equal("no-cache", answer.Header("Cache-Control"));
        Assert.NotNull(answer.Header("X-Request-Id"));
        Assert.Equal(status == 401 ? "Basic realm=\"Redmine API\"" : null, answer.Header("WWW-Authenticate"));
    }
}
