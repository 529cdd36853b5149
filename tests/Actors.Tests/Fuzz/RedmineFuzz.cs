using System.Net;
using System.Text;
using System.Text.Json;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;
using RedmineBridge.Tests.Support;
using Xunit.Abstractions;

namespace RedmineBridge.Actors.Tests.Fuzz;

/// <summary>Whatever comes from Redmine, or from what stands before it, is an answer of the kind that was asked for, or says that it is none.</summary>
public sealed class RedmineFuzz(ITestOutputHelper output) : IDisposable
{
    private static readonly RedmineLogin Alice = new("alice");

    private static readonly RedmineCall[] Calls =
    [
        new RedmineCall.CheckKey(),
        new RedmineCall.CheckOwnKey(new("9q9tm8fi37dnmcmzqco94gk5ir"), new("sealed")),
        new RedmineCall.SeeTickets(Alice, [new(10), new(11)]),
        new RedmineCall.ListTickets(Alice, TicketList.AssignedToMe, 1, 20),
        new RedmineCall.FindTickets(new MarkSearch.ByAuthor(5, null)),
        new RedmineCall.ReadCatalog(),
        new RedmineCall.ReadProjects(Alice),
        new RedmineCall.ReadMembers(Alice, 1),
        new RedmineCall.FindUsers([Alice, new("bob"), new("carol")]),
        new RedmineCall.ReadAccounts(AccountStatus.Active, null, 0),
    ];

    private static readonly RedmineCall Create = new RedmineCall.CreateTicket(Alice, "mark", new() { Project = 1, Subject = "Buy sausages" });

    private readonly Changed _redmine = new();

    public void Dispose() => _redmine.Dispose();

    [Fact]
    public async Task Answers_of_any_kind_are_answers()
    {
        using var api = new RedmineApi(new("https://redmine.example.org/"), "key", _redmine, new Opened());
        await Fuzzer.JsonAsync(output, "redmine", async json =>
        {
            _redmine.Become(json);
            foreach (var call in Calls)
            {
                var answer = await api.SendAsync(call, default);
                Assert.IsNotType<RedmineAnswer.OutcomeUnknown>(answer);
                NoNulls.Check(answer);
            }

            _redmine.Created = HttpStatusCode.Created;
            var created = await api.SendAsync(Create, default);
            Assert.True(created is RedmineAnswer.TicketCreated or RedmineAnswer.OutcomeUnknown, created.ToString());
            NoNulls.Check(created);
            _redmine.Created = HttpStatusCode.UnprocessableEntity;
            var refused = await api.SendAsync(Create, default);
            Assert.True(refused is RedmineAnswer.Invalid or RedmineAnswer.OutcomeUnknown, refused.ToString());
            NoNulls.Check(refused);
        });
    }

    private sealed class Opened : IKeySeal
    {
        public SealedKey Seal(UserId person, RedmineKey key) => throw new NotSupportedException();

        public RedmineKey? Open(UserId person, SealedKey key) => RedmineKey.TryParse(new('0', 40), out var opened) ? opened : null;
    }

    /// <summary>The input says by path what is answered; one that is no such JSON is itself the answer to all.</summary>
    private sealed class Changed : HttpMessageHandler
    {
        private readonly Dictionary<string, string> _bodies = [];
        private string _otherwise = "";

        public HttpStatusCode Created { get; set; }

        public void Become(string json)
        {
            _bodies.Clear();
            _otherwise = json;
            try
            {
                using var all = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), new() { MaxDepth = 100_000 });
                foreach (var answer in all.RootElement.EnumerateObject())
                    _bodies[answer.Name] = answer.Value.GetRawText();
                _otherwise = "{}";
            }
            catch (Exception other) when (other is JsonException or InvalidOperationException)
            {
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isNew = request.Method == HttpMethod.Post;
            var path = request.RequestUri!.AbsolutePath.TrimStart('/');
            var name = isNew ? (Created == HttpStatusCode.Created ? "created" : "errors")
                : path.StartsWith("roles/", StringComparison.Ordinal) ? "role"
                : path.EndsWith("memberships.json", StringComparison.Ordinal) ? "memberships"
                : path;
            return Task.FromResult(new HttpResponseMessage(isNew ? Created : HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(_bodies.GetValueOrDefault(name, _otherwise), Encoding.UTF8, "application/json"),
            });
        }
    }
}
