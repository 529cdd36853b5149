using System.Globalization;

namespace RedmineBridge.Gateway.Slash;

/// <summary>
/// Names of dialog elements. An element is named like its field, whose key has no hyphen; one that takes several choices ends with
/// <c>-several</c>, and where there is no such element several menus end with their number.
/// </summary>
internal static class DialogNames
{
    private const string SeveralEnds = "several";

    public static string Several(string field) => $"{field}-{SeveralEnds}";

    public static string Numbered(string field, int number) => string.Create(CultureInfo.InvariantCulture, $"{field}-{number}");

    public static string FieldOf(string element) => element.Split('-')[0];

    public static bool IsSeveral(string element) => element.EndsWith("-" + SeveralEnds, StringComparison.Ordinal);
}
