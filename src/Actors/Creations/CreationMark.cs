using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RedmineBridge.Actors.Creations;

/// <summary>
/// What a ticket carries so that it can be recognized: Redmine has no key against a second creation. It tells nothing of who or what; it
/// is made from the request alone, so that whoever repeats a request makes the same mark. Of fixed length, and so never part of another.
/// </summary>
/// <param name="Value">Lower-case letters, digits and hyphens.</param>
public readonly record struct CreationMark(string Value)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int Letters = 16;

    /// <summary>Of every mark.</summary>
    public const int Length = 3 + Letters + 4;

    /// <param name="number">The ticket's place in its request, from 1 to 999.</param>
    public static CreationMark Of(string requestId, int number) =>
        new(Prefix(requestId) + number.ToString("000", CultureInfo.InvariantCulture));

    /// <summary>What the marks of all tickets of a request begin with: 80 bits of its hash, since a request's id may be anything.</summary>
    public static string Prefix(string requestId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(requestId));
        var prefix = new StringBuilder("rb-", Length);
        for (var letter = 0; letter < Letters; letter++)
        {
            var bit = letter * 5;
            var pair = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            prefix.Append(Alphabet[(pair >> (11 - (bit % 8))) & 31]);
        }

        return prefix.Append('-').ToString();
    }

    /// <summary>Whether a text carries just this mark, as a word of its own.</summary>
    public bool IsIn(string text)
    {
        for (var at = text.IndexOf(Value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Value, at + 1, StringComparison.Ordinal))
        {
            var end = at + Value.Length;
            if ((at == 0 || !IsMark(text[at - 1])) && (end == text.Length || !IsMark(text[end])))
                return true;
        }

        return false;

        static bool IsMark(char c) => char.IsLetterOrDigit(c) || c == '-';
    }

    public override string ToString() => Value;
}
