using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace RedmineBridge.Actors.Words;

/// <summary>What people say out of kindness, and nothing is to be done about.</summary>
public static partial class SmallTalk
{
    private static readonly FrozenSet<string> Words = (
        "thanks thank you thx ty tnx cheers very much so a lot many great good perfect cool nice super awesome well done got it fine okay ok "
        + "hi hello hey hiya morning afternoon evening day night bye goodbye see there bot redmine again all everyone lol haha welcome "
        + "спасибо спс благодарю большое огромное отлично хорошо супер круто класс здорово молодец понял поняла ясно ладно ок окей ага угу пасиб пожалуйста "
        + "привет приветствую здравствуй здравствуйте хай добрый доброе доброго утро утра день дня вечер вечера ночи пока до свидания всем бот тебе вам")
        .Split(' ').ToFrozenSet();

    /// <summary>Whether a message says nothing but that. One without any letter or digit says nothing either.</summary>
    public static bool Is(string text)
    {
        var words = Typed.Words(Emoji().Replace(text, " "));
        return words.All(word => word.Trim('.', ',', '!', '?', ';', '…', ')', '(', '-', '+', ':') is var bare && (!bare.Any(char.IsLetterOrDigit) || Words.Contains(bare)));
    }

    /// <summary>As clients write them: :+1:, :thumbsup_tone2:.</summary>
    [GeneratedRegex(@":[a-zA-Z0-9_+\-]+:")]
    private static partial Regex Emoji();
}
