using System.Globalization;
using System.Text;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RedmineBridge.Tests.Support;

/// <summary>
/// Gives a parser the inputs of a corpus as they are, then as many more, changed by chance. FUZZ says how many, SEED repeats a run's choices. An
/// input that ever failed goes into the corpus: a file of its own in <c>Fuzz/corpus</c>.
/// </summary>
internal sealed class Fuzzer
{
    /// <summary>As long as an HTTP body of the doors.</summary>
    public const int Longest = 64 * 1024;

    private const int ShownAtMost = 4_000;

    /// <summary>An input that takes longer has hung; nothing else is said about speed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ITestOutputHelper _output;
    private readonly string _corpus;
    private readonly int _seed;
    private readonly string[] _texts;
    private readonly Mutations _mutations;
    private int _count;
    private string _input = "";

    private Fuzzer(ITestOutputHelper output, string corpus, int longest, IEnumerable<string> made)
    {
        _output = output;
        _corpus = corpus;
        _seed = SoakSetting.Seed();
        var folder = Path.Combine(AppContext.BaseDirectory, "Fuzz", "corpus", corpus);
        _texts = [.. made, .. Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText) : []];
        _mutations = new(_seed, _texts, longest);
    }

    /// <summary>For parsers of text: half a character, NUL and the like come too.</summary>
    /// <param name="corpus">Its folder.</param>
    /// <param name="made">Inputs that can't be stored, since they are sealed anew each time.</param>
    public static Task TextsAsync(ITestOutputHelper output, string corpus, Func<string, Task> check, int longest = Longest, params IEnumerable<string> made) =>
        new Fuzzer(output, corpus, longest, made).RunAsync(m => m.Text(), check);

    /// <inheritdoc cref="TextsAsync(ITestOutputHelper, string, Func{string, Task}, int, IEnumerable{string})"/>
    public static Task TextsAsync(ITestOutputHelper output, string corpus, Action<string> check, int longest = Longest, params IEnumerable<string> made) =>
        TextsAsync(output, corpus, Awaited(check), longest, made);

    /// <summary>For readers of JSON: mostly JSON still, with something else at any place of it, also in JSON that is a text in JSON.</summary>
    /// <inheritdoc cref="TextsAsync(ITestOutputHelper, string, Func{string, Task}, int, IEnumerable{string})"/>
    public static Task JsonAsync(ITestOutputHelper output, string corpus, Func<string, Task> check, params IEnumerable<string> made) =>
        new Fuzzer(output, corpus, Longest, made).RunAsync(m => m.Json(), check);

    /// <inheritdoc cref="JsonAsync(ITestOutputHelper, string, Func{string, Task}, IEnumerable{string})"/>
    public static Task JsonAsync(ITestOutputHelper output, string corpus, Action<string> check, params IEnumerable<string> made) =>
        JsonAsync(output, corpus, Awaited(check), made);

    private static Func<string, Task> Awaited(Action<string> check) => input =>
    {
        check(input);
        return Task.CompletedTask;
    };

    private async Task RunAsync(Func<Mutations, string> next, Func<string, Task> check)
    {
        var wanted = SoakSetting.Number("FUZZ", 2_000);
        _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {_seed}, {wanted} inputs made of {_texts.Length} in {_corpus}"));
        var run = Task.Run(async () =>
        {
            foreach (var input in _texts.Concat(Enumerable.Range(0, wanted).Select(_ => next(_mutations))))
            {
                _input = input;
                Interlocked.Increment(ref _count);
                await check(input);
            }
        });
        while (true)
        {
            var before = Volatile.Read(ref _count);
            try
            {
                await run.WaitAsync(Patience);
                return;
            }
            catch (TimeoutException) when (!run.IsCompleted)
            {
                if (Volatile.Read(ref _count) == before)
                    throw new XunitException($"It does not come to an end. {Shown()}");
            }
            catch (Exception wrong)
            {
                throw new XunitException($"{wrong.Message}\n{Shown()}", wrong);
            }
        }
    }

    /// <summary>In a form that a test can take over; half a character is written by its number.</summary>
    private string Shown()
    {
        var written = _input.Aggregate(new StringBuilder(), (all, c) => c switch
        {
            '"' or '\\' => all.Append('\\').Append(c),
            < ' ' => all.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ when char.IsSurrogate(c) => all.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => all.Append(c),
        }).ToString();
        return $"Input {_count} of {_corpus} by seed {_seed}, {_input.Length} characters: \"{(written.Length > ShownAtMost ? written[..ShownAtMost] + "…" : written)}\"";
    }
}
