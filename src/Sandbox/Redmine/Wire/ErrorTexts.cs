namespace RedmineBridge.Sandbox.Redmine.Wire;

/// <summary>Redmine's own words, one flat sentence an error: the field's label, then what is wrong with it.</summary>
internal sealed class ErrorTexts(string language)
{
    public const string Blank = "blank";
    public const string Invalid = "invalid";
    public const string NotListed = "inclusion";
    public const string NotADate = "not_a_date";
    public const string NotANumber = "not_a_number";
    public const string BeforeStart = "greater_than_start_date";

    private static readonly Dictionary<string, (string En, string Ru)> Labels = new()
    {
        ["assigned_to_id"] = ("Assignee", "Назначена"),
        ["author_id"] = ("Author", "Автор"),
        ["category_id"] = ("Category", "Категория"),
        ["created_on"] = ("Created", "Создано"),
        ["description"] = ("Description", "Описание"),
        ["done_ratio"] = ("% Done", "Готовность"),
        ["due_date"] = ("Due date", "Срок завершения"),
        ["estimated_hours"] = ("Estimated time", "Оценка временных затрат"),
        ["fixed_version_id"] = ("Target version", "Версия"),
        ["issue_id"] = ("Issue", "Задача"),
        ["parent_issue_id"] = ("Parent task", "Родительская задача"),
        ["priority_id"] = ("Priority", "Приоритет"),
        ["project_id"] = ("Project", "Проект"),
        ["start_date"] = ("Start date", "Дата начала"),
        ["status_id"] = ("Status", "Статус"),
        ["subject"] = ("Subject", "Тема"),
        ["tracker_id"] = ("Tracker", "Трекер"),
        ["updated_on"] = ("Updated", "Обновлено"),
    };

    private static readonly Dictionary<string, (string En, string Ru)> Messages = new()
    {
        [Blank] = ("cannot be blank", "не может быть пустым"),
        [Invalid] = ("is invalid", "имеет неверное значение"),
        [NotListed] = ("is not included in the list", "имеет непредусмотренное значение"),
        // Redmine's Russian translation lacks this one.
        [NotADate] = ("is not a valid date", "is not a valid date"),
        [NotANumber] = ("is not a number", "не является числом"),
        [BeforeStart] = ("must be greater than start date", "должна быть позднее даты начала"),
    };

    private readonly bool _russian = language == "ru";

    /// <summary><paramref name="field"/> is an attribute's name, or the name that an administrator gave to a custom field.</summary>
    public string Of(string field, string message) => $"{Label(field)} {Pick(Messages[message])}";

    public string TooLong(string field, int maximum) => $"{Label(field)} " + Pick((
        $"is too long (maximum is {maximum} characters)",
        $"слишком большой длины (не может быть больше чем {maximum} символа)"));

    public string TooShort(string field, int minimum) => $"{Label(field)} " + Pick((
        $"is too short (minimum is {minimum} characters)",
        $"недостаточной длины (не может быть меньше {minimum} символа)"));

    private string Label(string field) => Labels.TryGetValue(field, out var label) ? Pick(label) : field;

    private string Pick((string En, string Ru) text) => _russian ? text.Ru : text.En;
}
