using System.Diagnostics.Metrics;
using Akka;
using Akka.Actor;
using Akka.DependencyInjection;
using Akka.Hosting;
using Akka.Routing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Prometheus;
using RedmineBridge.Actors.Chat;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Links;
using RedmineBridge.Actors.People;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Redmine.Catalogs;
using RedmineBridge.Actors.Serialization;
using RedmineBridge.Actors.Sessions;
using RedmineBridge.Actors.Status;
using RedmineBridge.Gateway;
using RedmineBridge.Gateway.Apps;
using RedmineBridge.Gateway.Listening;
using RedmineBridge.Gateway.Mattermost;
using RedmineBridge.Gateway.Posting;
using RedmineBridge.Gateway.Security;
using RedmineBridge.Gateway.Slash;
using RedmineBridge.Host.Settings;
using RedmineBridge.Host.Status;
using RedmineBridge.Host.Storage;

namespace RedmineBridge.Host.Wiring;

/// <summary>Puts the whole bridge together. The one place that knows how its parts are wired.</summary>
public static class Bridge
{
    // Ten seconds in all: the HTTP server finishes its calls while the posts are finished, then the actors end.
    internal static readonly TimeSpan FinishCallsWithin = TimeSpan.FromSeconds(5);
    internal static readonly TimeSpan EndActorsWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(4);

    /// <summary>Builds the application; nothing is contacted before it is started.</summary>
    /// <param name="settings">Checked.</param>
    /// <param name="args">The command line, for ASP.NET's own settings.</param>
    /// <param name="adapt">Called last, for tests and the sandbox.</param>
    /// <exception cref="SettingsException">Akka's own settings can't be read.</exception>
    public static WebApplication Build(BridgeSettings settings, string[]? args = null, Action<WebApplicationBuilder>? adapt = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args ?? []);
        HttpServer.Configure(builder, settings);
        BridgeLogging.Configure(builder.Logging, builder.Configuration);
        Telemetry.Configure(builder.Services, settings);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = FinishCallsWithin);
        services.AddSingleton(new BridgeDatabase(settings.Database));
        // First of the hosted services: the others find their tables.
        services.AddHostedService<DatabasePreparation>();
        services.AddSingleton<CommandTokenBook>();
        services.AddSingleton(_ => new SlashSettings(
            settings.Trigger, settings.PublicUrl, settings.RedminePublicUrl, settings.Language, settings.RegisterCommands, settings.CommandTokens)
        {
            Mattermost = settings.MattermostUrl,
        });
        services.AddSingleton<Seals>();
        services.AddSingleton<SlashDoor>();
        services.AddSingleton(s => new AppDoor(
            s.GetRequiredService<SlashDoor>(),
            settings.AppsSecret is { } secret ? new AppProof(secret, s.GetRequiredService<TimeProvider>()) : null,
            StatusPage.Version));
        services.AddSingleton<IChannelCursors, ChannelCursors>();
        services.AddSingleton<IJoinedChannels, JoinedChannels>();
        services.AddSingleton<ILinkLedger, LinkLedger>();
        services.AddSingleton<IPinnedUsers, PinnedUsers>();
        services.AddSingleton<IConnectedPeople, ConnectedPeople>();
        services.AddSingleton<IKeySeal, KeySeal>();
        services.AddSingleton<ICommandTokens, CommandTokens>();
        services.AddSingleton<IChannelProjects, ChannelProjects>();
        services.AddSingleton<IUnfinishedSessions, UnfinishedSessions>();
        services.AddSingleton<IHistoryTerms, HistoryTerms>();
        services.AddSingleton<StoredHistory>();
        services.AddSingleton<IXmlRepository, DataProtectionKeys>();
        services.AddDataProtection().SetApplicationName("redmine-bridge");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, repository) => keys.XmlRepository = repository);
        services.AddMetrics();
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton(_ => Metrics.NewCustomRegistry());
        services.AddSingleton<StatusBoard>();
        services.AddSingleton<StatusNumbers>();
        services.AddSingleton<RecentTroubles>();
        services.AddSingleton<ILoggerProvider>(s => s.GetRequiredService<RecentTroubles>());
        services.AddSingleton<StatusPage>();
        services.AddSingleton(new SessionSettings(settings.Language) { Mark = settings.Mark, Settle = settings.Settle, ByOwnKeys = settings.ByOwnKeys });
        services.AddSingleton(new ListenerOptions { TakesReferences = settings.LinksMode != LinksMode.Off, Window = settings.CatchUp });
        var trust = settings.Trust;
        services.AddSingleton<IRedmineApi>(s => new RedmineApi(settings.RedmineUrl, settings.RedmineApiKey, trust, s.GetRequiredService<IKeySeal>()));
        services.AddSingleton(new BotToken(settings.MattermostToken));
        services.AddSingleton(s => new MattermostApi(
            settings.MattermostUrl, s.GetRequiredService<BotToken>(), s.GetRequiredService<BridgeMetrics>(), s.GetRequiredService<TimeProvider>(), trust));
        services.AddSingleton<IMattermostApi>(s => s.GetRequiredService<MattermostApi>());
        services.AddSingleton<UsersFile>();
        services.AddSingleton<TokenSetting>();
        services.AddAkka("redmine-bridge", (akka, provider) => AddActors(akka, provider, settings));
        // Behind the actors that they look up: whoever asks the registry in the moment in which another registers may wait for ever.
        services.AddHostedService<UsersFileReader>();
        services.AddHostedService<TokenSettingReader>();
        services.AddHostedService<SessionWaker>();
        adapt?.Invoke(builder);

        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => Warn(app.Logger, settings));
        HttpServer.Use(app, settings);
        var registry = app.Services.GetRequiredService<CollectorRegistry>();
        // Meters are the whole process': another bridge in it counts for itself. What doesn't change for a while is no less true.
        var scope = app.Services.GetRequiredService<IMeterFactory>();
        var metrics = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = registry,
            MetricFactory = Metrics.WithCustomRegistry(registry),
            MetricsExpireAfter = TimeSpan.FromDays(1),
            InstrumentFilterPredicate = i => i.Meter.Name == BridgeMetrics.MeterName && i.Meter.Scope == scope,
        });
        app.Lifetime.ApplicationStopped.Register(metrics.Dispose);
        DotNetStats.Register(registry);
        app.MapStatus(
            app.Services.GetRequiredService<StatusBoard>(), registry, app.Services.GetRequiredService<StatusPage>(), new(settings.StatusToken));
        app.MapSlash(
            app.Services.GetRequiredService<SlashDoor>(),
            () => app.Services.GetRequiredService<IRequiredActor<GatewayActor>>().ActorRef,
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("RedmineBridge.Gateway.Slash"));
        app.MapApps(
            app.Services.GetRequiredService<AppDoor>(),
            () => app.Services.GetRequiredService<IRequiredActor<GatewayActor>>().ActorRef,
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("RedmineBridge.Gateway.Apps"));
        return app;
    }

    private static void Warn(ILogger log, BridgeSettings settings)
    {
        foreach (var warning in settings.Warnings)
            log.LogWarning("{Warning}", warning);
    }

    private static void AddActors(AkkaConfigurationBuilder akka, IServiceProvider services, BridgeSettings settings)
    {
        var database = services.GetRequiredService<BridgeDatabase>();
        akka
            .AddHocon(JournalSettings.For(database), HoconAddMode.Prepend)
            .AddHocon(HoconFile.Read(), HoconAddMode.Append)
            .AddHocon($"akka.coordinated-shutdown.phases.actor-system-terminate.timeout = {EndActorsWithin.TotalSeconds:0}s", HoconAddMode.Append)
            // The host ends the actors, behind the HTTP calls that they answer; Akka's own way would be to do so at the signal.
            .AddHocon("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off", HoconAddMode.Append)
            .ConfigureLoggers(logging =>
            {
                logging.ClearLoggers();
                logging.AddLoggerFactory();
            })
            .WithCustomSerializer("bridge", BridgeSerializer.Bound, system => new BridgeSerializer(system))
            .WithActorAskTimeout(TimeSpan.FromSeconds(10))
            .WithActors((system, registry, resolver) => Start(system, registry, services, settings));
    }

    /// <summary>In this order: whoever is looked up by its key is there before anybody looks.</summary>
    private static void Start(ActorSystem system, IActorRegistry registry, IServiceProvider services, BridgeSettings settings)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var metrics = services.GetRequiredService<BridgeMetrics>();
        var mattermost = services.GetRequiredService<MattermostApi>();
        var background = mattermost.InBackground();
#pragma warning disable RS0030 // The outside from which randomness is taken.
        Func<double> chance = Random.Shared.NextDouble;
#pragma warning restore RS0030

        var board = services.GetRequiredService<StatusBoard>();
        var database = services.GetRequiredService<BridgeDatabase>();
        StatusActor.Subscribe(
            system.EventStream, system.ActorOf(Props.Create(() => new StatusActor(board, database, clock, metrics)), "status"));

        var (markField, timeouts) = (settings.MarkField, settings.Timeouts);
        var redmineApi = services.GetRequiredService<IRedmineApi>();
        var gate = system.ActorOf(
            Props.Create(() => new RedmineGateActor(redmineApi, new CallQueueBounds(), timeouts, clock, metrics, markField)), "redmine");
        registry.Register<RedmineGate>(gate);
        // Where everybody has a key of their own, none is used before its person asks.
        if (!settings.ByOwnKeys)
            gate.Tell(Catalog.Prepare.Instance);

        var redmine = settings.RedminePublicUrl;
        registry.Register<LinkFormatter>(system.ActorOf(
            Props.Create(() => new LinkFormatterActor(redmine)).WithRouter(new RoundRobinPool(Environment.ProcessorCount)), "link-formatter"));

        var sessionSettings = services.GetRequiredService<SessionSettings>();
        registry.Register<SessionDoor>(system.ActorOf(
            Props.Create(() => new SessionsActor(
                new SessionExtractor(),
                id => DependencyResolver.For(system).Props<UserSessionActor>(new UserId(id), sessionSettings, clock),
                settings.Language,
                clock,
                services.GetRequiredService<IRequiredActor<Poster>>(),
                services.GetRequiredService<IRequiredActor<LinkInbox>>(),
                metrics)),
            "sessions"));

        var posting = new PostingSettings(settings.MattermostUrl, settings.RedminePublicUrl, settings.LinksMode);
        var poster = DependencyResolver.For(system).Props<PosterActor>(mattermost, posting, clock);
        var listener = ListenerProps(services, settings, background, clock, chance, metrics);
        var joined = services.GetRequiredService<IJoinedChannels>();
        var publicChannels = settings.JoinPublicChannels ? Props.Create(() => new PublicChannelsActor(background, joined)) : null;
        var (slash, directory) = (services.GetRequiredService<SlashDoor>(), services.GetRequiredService<IRequiredActor<PeopleDirectory>>());
        var gateway = system.ActorOf(Props.Create(() => new GatewayActor(poster, listener, publicChannels, slash, directory)), "gateway");
        registry.Register<GatewayActor>(gateway);
        registry.Register<Poster>(gateway);
        registry.Register<LinkInbox>(gateway);

        var people = new PeopleSettings(services.GetRequiredService<UsersFile>().ReadNow(), settings.Language, settings.TimeZone, settings.GuestsAct)
        {
            Connected = settings.ByOwnKeys ? services.GetRequiredService<IConnectedPeople>() : null,
        };
        registry.Register<PeopleDirectory>(system.ActorOf(DependencyResolver.For(system).Props<PeopleActor>(people, clock), "people"));
        registry.Register<MapCheckActor>(
            system.ActorOf(DependencyResolver.For(system).Props<MapCheckActor>(people.Map), "people-map"));

        FinishAtTheEnd(system, gateway, registry.Get<SessionDoor>(), services.GetRequiredService<IHostApplicationLifetime>());
    }

    /// <summary>Nothing new is heard from the first moment of the end on, while the HTTP server still finishes the calls that it has.</summary>
    private static void FinishAtTheEnd(ActorSystem system, IActorRef gateway, IActorRef sessions, IHostApplicationLifetime lifetime)
    {
        var drained = new Lazy<Task>(() => DrainAsync(gateway, sessions));
        lifetime.ApplicationStopping.Register(() => _ = drained.Value);
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceUnbind, "finish-posts", async () =>
        {
            await drained.Value;
            return Done.Instance;
        });
    }

    private static async Task DrainAsync(IActorRef gateway, IActorRef sessions)
    {
        using var limit = new CancellationTokenSource(DrainWithin);
        try
        {
            await Task.WhenAll(Ask(gateway, Listener.Drain.Instance), Ask(sessions, SessionDoor.Drain.Instance));
            // What the last calls have begun, and what they have told, comes behind them.
            await Ask(sessions, SessionDoor.Drain.Instance);
        }
        catch (OperationCanceledException)
        {
            // Whoever can't wait loses nothing.
        }

        Task<object> Ask(IActorRef of, object drain) => of.Ask<object>(drain, limit.Token);
    }

    private static Props ListenerProps(
        IServiceProvider services, BridgeSettings settings, IMattermostApi mattermost, TimeProvider clock, Func<double> chance, BridgeMetrics metrics)
    {
        var token = services.GetRequiredService<BotToken>();
        Func<IMattermostSocket> open = () => new MattermostSocket(settings.MattermostUrl, token, settings.Trust);
        return ListenerActor.Props(
            mattermost,
            open,
            services.GetRequiredService<ListenerOptions>(),
            services.GetRequiredService<IChannelCursors>(),
            services.GetRequiredService<ILinkLedger>(),
            services.GetRequiredService<IRequiredActor<SessionDoor>>(),
            clock,
            chance,
            metrics);
    }
}
