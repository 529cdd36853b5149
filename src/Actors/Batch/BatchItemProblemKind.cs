namespace RedmineBridge.Actors.Batch;

/// <summary>What is wrong with one item of a list, as far as its text tells. Stored and sent by name.</summary>
public enum BatchItemProblemKind
{
    /// <summary>A line that belongs to no item, in a list whose items have marks. No details.</summary>
    Unmarked,

    /// <summary>Nothing is left to be the subject. No details.</summary>
    SubjectEmpty,

    /// <summary>Details: how many characters there are.</summary>
    SubjectTooLong,

    /// <summary>Details: the logins.</summary>
    SeveralAssignees,

    /// <summary>Details: the dates as they were typed.</summary>
    SeveralDates,

    /// <summary>Details: what was typed.</summary>
    DateUnreal,

    /// <summary>Day first or month first? Details: what was typed.</summary>
    DateAmbiguous,

    /// <summary>Details: what was typed.</summary>
    DatePast,
}
