namespace RedmineBridge.Actors.Texts;

/// <summary>The forms a word has beside a number, by the names Unicode's CLDR gives them. English has the first and the last.</summary>
internal enum PluralCategory
{
    One,
    Few,
    Many,
    Other,
}
