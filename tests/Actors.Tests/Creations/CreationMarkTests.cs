using FsCheck;
using FsCheck.Xunit;
using RedmineBridge.Actors.Creations;

namespace RedmineBridge.Actors.Tests.Creations;

public sealed class CreationMarkTests
{
    [Fact]
    public void A_mark_is_made_from_its_request_alone()
    {
        Assert.Equal("rb-h5jezxahueoxyyra-007", CreationMark.Of("f1", 7).Value);
        Assert.StartsWith(CreationMark.Prefix("f1"), CreationMark.Of("f1", 7).Value, StringComparison.Ordinal);
        Assert.NotEqual(CreationMark.Prefix("f1"), CreationMark.Prefix("f2"));
    }

    [Property]
    public void Marks_have_one_length_and_one_alphabet(NonNull<string> request, byte number) =>
        Assert.Matches("^rb-[a-z2-7]{16}-[0-9]{3}$", CreationMark.Of(request.Get, number).Value);

    [Theory]
    [InlineData("From Mattermost (rb-aaaaaaaaaaaaaaaa-001)", true)]
    [InlineData("rb-aaaaaaaaaaaaaaaa-001", true)]
    [InlineData("xrb-aaaaaaaaaaaaaaaa-001", false)]
    [InlineData("rb-aaaaaaaaaaaaaaaa-0011", false)]
    [InlineData("rb-aaaaaaaaaaaaaaaa-0011 rb-aaaaaaaaaaaaaaaa-001", true)]
    [InlineData("rb-aaaaaaaaaaaaaaaa-002", false)]
    [InlineData("", false)]
    public void A_mark_is_compared_whole(string text, bool isIn) => Assert.Equal(isIn, new CreationMark("rb-aaaaaaaaaaaaaaaa-001").IsIn(text));
}
