namespace RedmineBridge.Contract.Tests.Redmine;

public abstract class RefusedIssueSpec(RedmineUnderTest redmine) : RedmineSpec(redmine)
{
    private static readonly string Long = new('a', 256);

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "demo", """{"subject":""}""", "Subject cannot be blank", "Тема не может быть пустым" },
        { "demo", """{"subject":"  "}""", "Subject cannot be blank", "Тема не может быть пустым" },
        { "demo", "{}", "Subject cannot be blank", "Тема не может быть пустым" },
        {
            "demo", $$"""{"subject":"{{Long}}"}""", "Subject is too long (maximum is 255 characters)",
            "Тема слишком большой длины (не может быть больше чем 255 символа)"
        },
        {
            "demo", """{"subject":"x","start_date":"2026-12-10","due_date":"2026-12-01"}""", "Due date must be greater than start date",
            "Срок завершения должна быть позднее даты начала"
        },
        { "demo", """{"subject":"x","due_date":"2020-01-01"}""", "Due date must be greater than start date", "Срок завершения должна быть позднее даты начала" },
        { "demo", """{"subject":"x","due_date":"31.12.2026"}""", "Due date is not a valid date", "Срок завершения is not a valid date" },
        { "demo", """{"subject":"x","due_date":"2026-02-30"}""", "Due date is not a valid date", "Срок завершения is not a valid date" },
        { "demo", """{"subject":"x","start_date":"2099-1-1"}""", "Start date is not a valid date", "Дата начала is not a valid date" },
        { "demo", """{"subject":"x","assigned_to_id":"LOCKED"}""", "Assignee is invalid", "Назначена имеет неверное значение" },
        { "demo", """{"subject":"x","assigned_to_id":"CAROL"}""", "Assignee is invalid", "Назначена имеет неверное значение" },
        { "demo", """{"subject":"x","assigned_to_id":"alice"}""", "Assignee is invalid", "Назначена имеет неверное значение" },
        { "demo", """{"subject":"x","assigned_to_id":999999}""", "Assignee is invalid", "Назначена имеет неверное значение" },
        { "demo", """{"subject":"x","priority_id":99}""", "Priority cannot be blank", "Приоритет не может быть пустым" },
        { "demo", """{"subject":"x","priority_id":null}""", "Priority cannot be blank", "Приоритет не может быть пустым" },
        { "demo", """{"subject":"x","category_id":99}""", "Category is not included in the list", "Категория имеет непредусмотренное значение" },
        { "demo", """{"subject":"x","fixed_version_id":2}""", "Target version is not included in the list", "Версия имеет непредусмотренное значение" },
        { "demo", """{"subject":"x","done_ratio":150}""", "% Done is not included in the list", "Готовность имеет непредусмотренное значение" },
        { "demo", """{"subject":"x","estimated_hours":-1}""", "Estimated time is invalid", "Оценка временных затрат имеет неверное значение" },
        { "demo", """{"subject":"x","estimated_hours":"abc"}""", "Estimated time is invalid", "Оценка временных затрат имеет неверное значение" },
        { "demo", """{"subject":"x","parent_issue_id":"abc"}""", "Parent task is invalid", "Родительская задача имеет неверное значение" },
        { "demo", """{"subject":"x","parent_issue_id":999999}""", "Parent task is invalid", "Родительская задача имеет неверное значение" },
        { "fields", """{"subject":"x"}""", "Reason cannot be blank", "Reason не может быть пустым" },
        { "fields", """{"subject":"x","custom_fields":[{"id":1,"value":""}]}""", "Reason cannot be blank", "Reason не может быть пустым" },
        {
            "fields", """{"subject":"","custom_fields":[{"id":1,"value":"a"},{"id":2,"value":["pink"]},{"id":3,"value":"x"}]}""",
            "Reason is too short (minimum is 3 characters)|Colour is not included in the list|Amount is not a number|Subject cannot be blank",
            "Reason недостаточной длины (не может быть меньше 3 символа)|Colour имеет непредусмотренное значение|Amount не является числом|Тема не может быть пустым"
        },
        {
            "fields", """{"subject":"x","custom_fields":[{"id":1,"value":"aaaaaaaaaaaaaaaaaaaaa"}]}""", "Reason is too long (maximum is 20 characters)",
            "Reason слишком большой длины (не может быть больше чем 20 символа)"
        },
        {
            "fields", """{"subject":"x","custom_fields":[{"id":1,"value":["because"]},{"id":3,"value":[]}]}""", "Reason is invalid|Amount is invalid",
            "Reason имеет неверное значение|Amount имеет неверное значение"
        },
        {
            "fields", """{"subject":"x","custom_fields":[{"id":1,"value":[]},{"id":3,"value":["x"]}]}""", "Reason is invalid|Reason cannot be blank|Amount is not a number",
            "Reason имеет неверное значение|Reason не может быть пустым|Amount не является числом"
        },
        { "fields", """{"subject":"x","assigned_to_id":"CAROL","custom_fields":[{"id":1,"value":"because"}]}""", "Assignee is invalid", "Назначена имеет неверное значение" },
        {
            "demo", """{"subject":"","due_date":"bad","start_date":"x","estimated_hours":-3,"assigned_to_id":"CAROL","done_ratio":150,"category_id":99,"fixed_version_id":99,"priority_id":99}""",
            "Subject cannot be blank|Priority cannot be blank|% Done is not included in the list|Estimated time is invalid|Start date is not a valid date|Due date is not a valid date|Target version is not included in the list|Category is not included in the list|Assignee is invalid",
            "Тема не может быть пустым|Приоритет не может быть пустым|Готовность имеет непредусмотренное значение|Оценка временных затрат имеет неверное значение|Дата начала is not a valid date|Срок завершения is not a valid date|Версия имеет непредусмотренное значение|Категория имеет непредусмотренное значение|Назначена имеет неверное значение"
        },
    };

    [SkippableTheory]
    [MemberData(nameof(Mistakes))]
    public async Task Create_with_mistakes_names_them_in_the_persons_language(string project, string attributes, string english, string russian)
    {
        attributes = attributes
            .Replace("\"CAROL\"", $"{await Redmine.UserId("carol")}", StringComparison.Ordinal)
            .Replace("\"LOCKED\"", $"{await Redmine.UserId("locked")}", StringComparison.Ordinal);
        var body = $$"""{"issue":{{attributes}}}""";
        var inEnglish = await Redmine.Post($"/projects/{project}/issues.json", body, "alice");
        Assert.Equal((422, english), (inEnglish.Status, string.Join('|', inEnglish.Errors)));
        // In "fields" ivan is no manager, but what is wrong is wrong for him too.
        var inRussian = await Redmine.Post($"/projects/{project}/issues.json", body, "ivan");
        Assert.Equal((422, russian), (inRussian.Status, string.Join('|', inRussian.Errors)));
        Assert.Equal("application/json; charset=utf-8", inRussian.Header("Content-Type"));
    }

    [SkippableTheory]
    [InlineData("bob", "secret", 403)]
    [InlineData("carol", "fields", 403)]
    [InlineData("alice", "closedp", 403)]
    [InlineData("alice", "noissues", 403)]
    [InlineData("admin", "archived", 403)]
    [InlineData("alice", "nosuch", 404)]
    [InlineData(null, "demo", 401)]
    public async Task Create_in_a_project_by_its_own_route_is_refused(string? login, string project, int status) =>
        AssertEmpty(status, await Redmine.Post($"/projects/{project}/issues.json", """{"issue":{"subject":"x"}}""", login));

    [SkippableTheory]
    [InlineData("bob", "secret")]
    [InlineData("carol", "fields")]
    [InlineData("alice", "closedp")]
    [InlineData("alice", "noissues")]
    [InlineData("alice", "archived")]
    [InlineData("alice", "nosuch")]
    public async Task Create_in_a_project_by_the_general_route_is_refused_confusingly(string login, string project)
    {
        var answer = await Redmine.Post("/issues.json", """{"issue":{"project_id":"NAMED","subject":"x"}}""".Replace("NAMED", project), login);
        Assert.Equal((422, """{"errors":["Project cannot be blank","Tracker cannot be blank","Status cannot be blank"]}"""), (answer.Status, answer.Body));
    }

    [SkippableTheory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"issue":{"project_id":"nosuch","subject":""}}""")]
    public async Task Create_of_nothing_is_refused(string body)
    {
        var answer = await Redmine.Post("/issues.json", body, "ivan");
        Assert.Equal(422, answer.Status);
        Assert.Equal(["Тема не может быть пустым", "Проект не может быть пустым", "Трекер не может быть пустым", "Статус не может быть пустым"], answer.Errors);
    }

    [SkippableFact]
    public async Task Refused_ticket_does_not_exist()
    {
        var word = Unique();
        await Redmine.Post("/projects/demo/issues.json", """{"issue":{"subject":"WORD","due_date":"bad"}}""".Replace("WORD", word), "alice");
        Assert.Empty((await Redmine.Get($"/issues.json?status_id=*&subject=~{word}")).List("issues"));
    }

    public sealed class OnStandIn(StandIn redmine) : RefusedIssueSpec(redmine), IClassFixture<StandIn>;

    public sealed class OnRealRedmine(RealRedmine redmine) : RefusedIssueSpec(redmine), IClassFixture<RealRedmine>;
}
