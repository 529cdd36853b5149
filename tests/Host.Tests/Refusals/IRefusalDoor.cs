using RedmineBridge.Actors.Forms;

namespace RedmineBridge.Host.Tests.Refusals;

/// <summary>A way in, as one person uses it. It remembers the form that is on view.</summary>
public interface IRefusalDoor
{
    /// <summary>A form is on view.</summary>
    bool IsOpen { get; }

    /// <summary>Asks for a form; where the door takes a text with that, the form begins with it.</summary>
    Task<Told> OpenAsync(FormKind kind, string text = "");

    /// <summary>Puts values into the form on view, by field, and sends it. What is not named keeps what it has.</summary>
    Task<Told> SubmitAsync(IReadOnlyDictionary<string, string> values);
}
