namespace RedmineBridge.Host.Tests.Bridge;

/// <summary>References become links: the whole way of a post, on both stand-ins.</summary>
public sealed class LinkTests
{
    [Fact]
    public async Task References_become_links_and_nothing_else_changes()
    {
        await using var office = await Office.OpenAsync();
        var post = office.Write(office.Alice, "Look at #t1 and #т10, please; not at `#t2`.");

        Assert.Equal($"Look at {office.Link(1)} and {office.Link(10, "т")}, please; not at `#t2`.", await office.ChangedAsync(post));
    }
}
