namespace RedmineBridge.Actors.Forms;

/// <summary>What a field holds, and so how each door shows it.</summary>
public enum FieldKind
{
    /// <summary>A line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>One of <see cref="FormField.Choices"/>, by its value.</summary>
    Choice,

    /// <summary>Any number of <see cref="FormField.Choices"/>.</summary>
    SeveralChoices,

    /// <summary>A Mattermost person: their id, or <c>@username</c> where it is typed. A filled form has <c>@username</c>, since doors can't name an id.</summary>
    Person,

    /// <summary>A day, in any of the ways people write one.</summary>
    Date,

    /// <summary>A duration in hours: <c>1.5</c>, <c>1:30</c>.</summary>
    Hours,

    /// <summary>A whole number from 0 to 100.</summary>
    Percent,
}
