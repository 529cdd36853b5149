using RedmineBridge.Tests.Support;

namespace RedmineBridge.Gateway.Tests.Fuzz;

/// <summary>The changing itself stands what it makes.</summary>
public sealed class MutationsTests
{
    [Fact]
    public void What_is_nested_deep_is_changed_on()
    {
        const int depth = Fuzzer.Longest / 8;
        var deep = new string('[', depth) + "1" + new string(']', depth);
        var mutations = new Mutations(seed: 1, [deep], Fuzzer.Longest);

        Assert.Contains(Enumerable.Range(0, 100).Select(_ => mutations.Json()), made => made != deep);
    }
}
