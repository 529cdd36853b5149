using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using RedmineBridge.Gateway.Security;

namespace RedmineBridge.Gateway.Rendering;

/// <summary>A reply in words, the same for every wire.</summary>
/// <param name="Text">Markdown, never longer than a message.</param>
internal sealed record RenderedReply(string Text)
{
    public IReadOnlyList<ReplyButton> Buttons { get; init; } = [];

    /// <summary>They stand before the buttons.</summary>
    public IReadOnlyList<ReplyMenu> Menus { get; init; } = [];

    /// <summary>The same for replies that look and do the same.</summary>
    public string Digest
    {
        get
        {
            var all = new StringBuilder(Text);
            foreach (var menu in Menus)
            {
                all.Append('\n').Append(menu.Id).Append(' ').Append(menu.Label).Append(' ').Append(JsonSerializer.Serialize(menu.Intent, Seals.Format.Intent));
                foreach (var choice in menu.Choices ?? [])
                    all.Append('\n').Append(choice.Value).Append(' ').Append(choice.Text);
            }

            foreach (var button in Buttons)
                all.Append('\n').Append(button.Id).Append(' ').Append(button.Label).Append(' ').Append(JsonSerializer.Serialize(button.Intent, Seals.Format.Intent));
            return WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())).AsSpan(0, 12));
        }
    }
}
