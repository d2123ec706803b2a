package io.mallwatch.server;

import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleSettings;
import io.mallwatch.alerts.rule.lint.RuleLint;
import io.mallwatch.doors.alertmanager.AlertmanagerDoor;
import io.mallwatch.doors.alertmanager.AlertmanagerPorts;
import io.mallwatch.doors.api.ApiDoor;
import io.mallwatch.doors.api.ApiPorts;
import io.mallwatch.doors.api.HealthDoor;
import io.mallwatch.doors.api.SessionView;
import io.mallwatch.doors.api.alert.AlertPorts;
import io.mallwatch.doors.api.operations.OperationsPorts;
import io.mallwatch.doors.api.operations.RunbookDoor;
import io.mallwatch.doors.api.security.SecurityPorts;
import io.mallwatch.doors.channels.ChannelsDoor;
import io.mallwatch.doors.console.ConsoleDoor;
import io.mallwatch.doors.elasticsearch.ElasticsearchDoor;
import io.mallwatch.doors.elasticsearch.ElasticsearchPorts;
import io.mallwatch.doors.grafana.GrafanaDoor;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.doors.jaeger.JaegerDoor;
import io.mallwatch.doors.lines.LineListeners;
import io.mallwatch.doors.otlp.OtlpDoor;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.doors.prometheus.PrometheusDoor;
import io.mallwatch.doors.prometheus.PrometheusPorts;
import io.mallwatch.doors.pushgateway.PushgatewayDoor;
import io.mallwatch.doors.tempo.TempoDoor;
import io.mallwatch.doors.zipkin.ZipkinDoor;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.OtlpLogs;
import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.logs.tail.Tailer;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.ingest.otlp.OtlpMetrics;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.RemoteWriteLimits;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.push.PushGroups;
import io.mallwatch.metrics.push.PushLimits;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.monitors.business.BusinessMonitor;
import io.mallwatch.monitors.log.SourceFreshness;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.checklist.Checklists;
import io.mallwatch.ops.checklist.SourceAnswers;
import io.mallwatch.ops.deploy.Deployments;
import io.mallwatch.ops.incident.evidence.EvidenceBundle;
import io.mallwatch.server.commands.VersionCommand;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.TracesConfig;
import io.mallwatch.server.rules.RuleTrials;
import io.mallwatch.server.self.BackupMetrics;
import io.mallwatch.server.self.ProcessMetrics;
import io.mallwatch.server.self.PrometheusMetrics;
import io.mallwatch.server.self.SelfTelemetry;
import io.mallwatch.server.self.StoreMetrics;
import io.mallwatch.server.self.TailMetrics;
import io.mallwatch.server.state.SqlAnnotations;
import io.mallwatch.server.state.SqlDeployments;
import io.mallwatch.server.state.SqlDrills;
import io.mallwatch.server.state.StateDatabase;
import io.mallwatch.server.view.AlertBoard;
import io.mallwatch.server.view.AlertmanagerFacts;
import io.mallwatch.server.view.Business;
import io.mallwatch.server.view.DeploymentMarks;
import io.mallwatch.server.view.Held;
import io.mallwatch.server.view.IncidentDesk;
import io.mallwatch.server.view.Intakes;
import io.mallwatch.server.view.Notifications;
import io.mallwatch.server.view.PrometheusFacts;
import io.mallwatch.server.view.PromqlReading;
import io.mallwatch.server.view.ReceiverDesk;
import io.mallwatch.server.view.RouteDesk;
import io.mallwatch.server.view.RuleText;
import io.mallwatch.server.view.Rules;
import io.mallwatch.server.view.SecurityDesk;
import io.mallwatch.server.view.ServerFacts;
import io.mallwatch.server.view.SilenceDesk;
import io.mallwatch.server.view.StoreAccess;
import io.mallwatch.server.view.Targets;
import io.mallwatch.traces.graph.SpanMetrics;
import io.mallwatch.traces.segment.SegmentConfig;
import io.mallwatch.traces.segment.SegmentTraceStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything Mallwatch runs, wired in the order data flows. Read this file first.
///
/// Stores are opened, then what asks and feeds them, then rules and those they tell, last the
/// doors; it is closed in reverse, also when a start fails half-way.
public final class Server implements AutoCloseable {

  private static final Duration SELF_INTERVAL = Duration.ofSeconds(15);
  private static final Duration BUSINESS_INTERVAL = Duration.ofMinutes(1);
  private static final Duration CLOCK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration TIDY_INTERVAL = Duration.ofMinutes(10);
  private static final Duration REDISCOVER = Duration.ofSeconds(15);

  /// What a start is given beside the configuration.
  ///
  /// @param mall the sample mall to scrape, or null when there is none
  public record Options(@Nullable URI mall) {

    /// Without a sample mall.
    public static final Options PLAIN = new Options(null);

    boolean isDemo() {
      return mall != null;
    }
  }

  private final Opened opened;
  private final HttpDoors doors;

  private final Reload reload;

  private Server(Opened opened, HttpDoors doors, Reload reload) {
    this.opened = opened;
    this.doors = doors;
    this.reload = reload;
  }

  /// Starts everything; on return every door answers.
  ///
  /// @param reader reads the configuration: once now, and again for each reload
  /// @throws io.mallwatch.doors.http.PortTakenException when a port is in use
  /// @throws BadConfigException when a named file is missing
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when a rule or routing file is wrong
  /// @throws DataFolderException when the data folder cannot be used
  public static Server start(
      Supplier<Config> reader, Options options, InstantSource clock, RandomGenerator random) {
    Opened opened = new Opened();
    try {
      return open(reader, options, clock, random, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Server open(
      Supplier<Config> reader,
      Options options,
      InstantSource clock,
      RandomGenerator random,
      Opened opened) {
    Config config = reader.get();
    Instant started = clock.instant();
    String externalUrl = HttpWiring.externalUrl(config.server());
    var ruleGroups = AlertsWiring.rules(config); // bad files stop the start before it began
    HeartbeatWiring.check(config.alerts());
    var scrapes = ScrapeWiring.configs(config.metrics(), options.mall());
    var tails = TailWiring.inputs(config.logs());
    var listeners = ListenWiring.listeners(config.logs().listen(), config.server().bind());
    HttpSettings http = HttpWiring.settings(config);
    DataFolder folder = opened.add(DataFolder.take(config.server().data()));

    // stores
    Later<Tsdb> metricStore =
        opened.add(
            Later.open(
                "metrics",
                () ->
                    Tsdb.open(
                        MetricsWiring.tsdb(config.metrics()), folder.resolve("metrics"), clock),
                Tsdb::close));
    Later<LuceneLogStore> logStore =
        opened.add(
            Later.open(
                "logs",
                () -> LuceneLogStore.open(logConfig(config.logs()), folder.resolve("logs"), clock),
                LuceneLogStore::close));
    SegmentTraceStore traces =
        opened.add(
            SegmentTraceStore.open(traceConfig(config.traces()), folder.resolve("traces"), clock));
    StateDatabase state = opened.add(StateDatabase.open(folder.resolve("state.db")));
    LuceneLogStore logs = logStore.await();
    Tsdb tsdb = metricStore.await();
    PromqlQueries queries =
        opened.add(
            new PromqlQueries(
                tsdb.seriesSource(),
                tsdb,
                new MetricCapabilities(true, true, false, true, true),
                MetricsWiring.engine(config.metrics().query()),
                clock,
                Thread.ofPlatform().daemon().name("mallwatch-query-", 0).factory()));

    // what feeds them
    SourceFreshness freshness = new SourceFreshness(config.monitors().silentAfter());
    SecurityWiring security =
        opened.add(SecurityWiring.open(config.watch().security(), state, clock));
    LogFlow logFlow =
        opened.add(
            LogFlow.open(
                config.logs().flow(),
                folder,
                config.server().timeZone(),
                security.listener(),
                clock));
    LogIntake logIntake =
        new LogIntake(
            logs,
            LogFlow.masking(config.logs()),
            clock,
            config.logs().retention(),
            Duration.ofHours(1),
            logFlow.stages());
    Tailer tailer =
        opened.add(
            new Tailer(
                tails,
                TailWiring.sink(logIntake, freshness, clock),
                folder.resolve("tail"),
                clock,
                config.server().timeZone(),
                random));
    LineIntake lineIntake =
        ListenWiring.intake(logIntake, freshness, config.server().timeZone(), clock);
    SpanMetrics spanMetrics = new SpanMetrics();
    OtlpIntake traceIntake = Intakes.traces(traces, spanMetrics, freshness, clock);
    OtlpIntake metricIntake =
        Intakes.metrics(
            new OtlpMetrics(MetricsWiring.otlp(config.metrics().otlp()), clock, random.nextLong()),
            tsdb);
    RemoteWriteIntake remoteWrite =
        new RemoteWriteIntake(
            tsdb,
            RemoteWriteLimits.ofRequest(Math.toIntExact(config.doors().maxBodyBytes())),
            clock,
            random.nextLong());
    PushGroups pushes = new PushGroups(PushLimits.defaults(), clock);
    opened.add(ScrapeWiring.push(pushes, folder.resolve("pushed-metrics"), tsdb, clock));
    Scraper scraper =
        opened.add(
            new Scraper(
                tsdb, clock, "mallwatch/" + VersionCommand.version(), REDISCOVER, System.getenv()));

    // what decides, who is told, what people do about it
    AlertsWiring alerts =
        opened.add(AlertsWiring.open(config.alerts(), externalUrl, state, clock, random));
    RuleEngine rules =
        opened.add(
            new RuleEngine(
                queries, tsdb, alerts.routes(), RuleSettings.defaults(externalUrl), clock));
    rules.load(ruleGroups);
    Reload reload =
        new Reload(
            reader,
            config,
            options.mall(),
            new Reload.Parts(rules, scraper, alerts.routes()),
            clock);
    OnCallWiring people =
        opened.add(OnCallWiring.open(config, externalUrl, alerts, state, clock, random));
    BusinessMonitor business =
        new BusinessMonitor(
            queries, tsdb, BusinessWiring.calendar(config), config.monitors().businessSelector());
    BusinessWiring mall =
        opened.add(BusinessWiring.open(config, queries, tsdb, state, alerts.incidents()));

    Optional<BackupRunner> backups =
        OperationsWiring.backups(
            config, new OperationsWiring.Stores(folder, tsdb, state), clock, random);
    backups.ifPresent(opened::add);
    Checklists checklists =
        OperationsWiring.checklists(
            config,
            state,
            new SourceAnswers.Sources(
                queries, logs, backups, () -> OperationsWiring.unacknowledged(alerts.incidents())),
            clock);

    // how all this looks from outside
    AlertBoard board = new AlertBoard(rules, alerts.silences(), alerts.incidents(), clock);
    IncidentDesk desk =
        new IncidentDesk(
            alerts.incidents(),
            new IncidentDesk.Sources(
                mall.bills(),
                new SqlAnnotations(state),
                new EvidenceBundle(
                    new EvidenceBundle.Sources(
                        queries, logs, traces, new RuleText(rules)::of, VersionCommand.version()),
                    config.server().timeZone(),
                    clock),
                config.server().timeZone()),
            clock);
    ServerFacts facts =
        new ServerFacts(
            VersionCommand.version(),
            config.server().timeZone(),
            options.mall(),
            Recovered.sentences(folder.stoppedCleanly(), tsdb, logs, traces),
            new ServerFacts.Live(board, alerts.incidents(), state),
            clock);
    DoorMetrics doorMetrics = new DoorMetrics();
    SelfTelemetry self = new SelfTelemetry(config.server().bind() + ":" + config.server().port());
    self.add(ProcessMetrics::families);
    self.add(() -> StoreMetrics.metrics(tsdb.stats(), config.metrics().series().max()));
    self.add(() -> StoreMetrics.logs(logs.stats(), logIntake));
    self.add(() -> TailMetrics.families(tailer.report()));
    self.add(logFlow::families);
    self.add(() -> StoreMetrics.traces(traces.stats()));
    self.add(() -> StoreMetrics.rules(rules.counters()));
    self.add(new PrometheusMetrics(tsdb, queries, scraper, rules, reload::last)::families);
    self.add(doorMetrics::families);
    backups.ifPresent(runner -> self.add(() -> BackupMetrics.families(runner)));

    List<Door> all = new ArrayList<>();
    all.add(
        new PrometheusDoor(
            new PrometheusPorts(
                new PrometheusPorts.Reading(
                    queries,
                    queries,
                    tsdb.seriesSource(),
                    new PromqlReading(),
                    reload::externalLabels),
                new PrometheusPorts.Writing(remoteWrite::write, metricIntake),
                new PrometheusPorts.Shown(
                    new Rules(rules),
                    new Targets(scraper, reload::scrapeText),
                    new PrometheusFacts(
                        tsdb,
                        config,
                        new PrometheusFacts.Configured(reload::scrapeText, reload::last),
                        started,
                        clock),
                    self::families),
                new PrometheusPorts.Control(
                    new StoreAccess(
                        tsdb, folder.resolve("metrics"), config.doors().adminApi(), clock, random),
                    reload)),
            doorMetrics,
            clock));
    all.add(
        new PushgatewayDoor(
            pushes,
            new PushgatewayDoor.Facts(
                started, VersionCommand.version(), config.doors().adminApi())));
    all.add(
        new OtlpDoor(
            new OtlpDoor.Intakes(
                traceIntake,
                metricIntake,
                Intakes.logs(new OtlpLogs(clock), logIntake, freshness, clock)),
            doorMetrics,
            Math.toIntExact(config.doors().maxBodyBytes())));
    ElasticsearchPorts elasticsearch =
        ElasticsearchWiring.ports(
            config,
            new ElasticsearchWiring.Logs(logs, logIntake, logFlow),
            folder,
            folder.id(random),
            clock);
    all.add(new ElasticsearchDoor(elasticsearch, doorMetrics, clock));
    all.add(new JaegerDoor(traces, queries, clock));
    all.add(new ZipkinDoor(traces, traceIntake, doorMetrics, clock));
    all.add(new TempoDoor(traces, VersionCommand.version(), clock));
    ReceiverDesk receivers = new ReceiverDesk(alerts.routes(), alerts.ledger(), clock);
    all.add(new ChannelsDoor(receivers, doorMetrics, clock));
    all.add(
        new AlertmanagerDoor(
            new AlertmanagerPorts(
                alerts.routes(),
                new Held(alerts.routes()),
                new SilenceDesk(alerts.silences(), clock),
                new AlertmanagerFacts(alerts.routes(), started),
                alerts.routes().config().resolveTimeout()),
            doorMetrics,
            clock));
    all.add(
        new GrafanaDoor(
            DashboardsWiring.open(state, config.dashboards().files(), externalUrl, clock),
            clock,
            random));
    all.add(
        new ApiDoor(
            new ApiPorts(
                facts,
                _ -> new SessionView.Session(null, !http.token().isOpen()),
                new Business(business, freshness, desk, options.isDemo(), clock),
                mall.view(desk::incident, clock),
                desk,
                people.onCall(),
                new AlertPorts(
                    board,
                    new Notifications(alerts.ledger(), alerts.incidents()),
                    new RuleTrials(
                        queries,
                        alerts.routes(),
                        new RuleLint.Settings(config.alerts().evaluationInterval(), SELF_INTERVAL),
                        clock),
                    new RouteDesk(alerts.routes(), receivers, clock)),
                new Deployments(
                    new SqlDeployments(state),
                    new DeploymentMarks(new SqlAnnotations(state), clock)::mark),
                logs,
                lineIntake,
                tailer::report,
                logFlow.patterns(),
                new SecurityPorts(
                    new SecurityDesk(security.monitor()), new SqlDrills(state, clock)),
                new OperationsPorts(backups, checklists),
                config.server().timeZone()),
            clock));
    all.add(new HealthDoor(facts));
    all.add(new RunbookDoor(Server.class.getClassLoader()));
    all.addAll(people.doors(config, alerts, state, clock, random));
    if (options.isDemo()) {
      all.add(new InboxDoor());
      people.beginDemo(config);
    }
    all.add(new ConsoleDoor(Server.class.getClassLoader()));
    HttpDoors doors = opened.add(HttpDoors.open(http, all, doorMetrics));
    LineListeners lines = opened.add(LineListeners.open(listeners, lineIntake));
    self.add(lines::families);

    // from here on it moves
    alerts.routes().start();
    rules.start();
    scraper.reload(scrapes);
    if (!tails.isEmpty()) {
      tailer.start();
    }
    Ticker ticker = opened.add(new Ticker());
    security.start(tsdb, ticker, clock);
    HostWiring.start(config.watch(), options.mall(), tsdb, ticker, opened, clock);
    HeartbeatWiring.start(
        config.alerts(), rules, opened, new HeartbeatWiring.Ticks(ticker, self), clock);
    ticker.every(
        "self",
        SELF_INTERVAL,
        () -> {
          Targets.heard(scraper, freshness);
          tsdb.append(self.samples(clock.instant()));
          tsdb.append(Intakes.derived(spanMetrics.snapshot(), clock.instant()));
          tsdb.append(Intakes.derived(traces.graphSeries(), clock.instant()));
          tsdb.append(freshness.samples(clock.instant()));
        });
    ticker.every("business", BUSINESS_INTERVAL, () -> business.record(clock.instant()));
    mall.start(ticker, clock);
    ticker.every("patterns", BUSINESS_INTERVAL, logFlow.patterns()::save);
    ticker.every("clocks", CLOCK_INTERVAL, alerts.incidents()::tick);
    people.start(ticker);
    ticker.every(
        "lifecycle", TIDY_INTERVAL, () -> ElasticsearchWiring.applyPolicies(elasticsearch, clock));
    backups.ifPresent(runner -> ticker.every("backups", CLOCK_INTERVAL, runner::tick));
    ticker.every("checklists", BUSINESS_INTERVAL, checklists::tick);
    ticker.every("tidy", TIDY_INTERVAL, alerts.silences()::purge);
    return new Server(opened, doors, reload);
  }

  /// Reads the configuration again; see [Reload].
  public Optional<String> reload() {
    return reload.reload();
  }

  private static LuceneLogConfig logConfig(Config.LogsPart config) {
    return LuceneLogConfig.defaults()
        .withRetention(
            new LuceneLogConfig.Retention(
                config.retention(), config.retentionBytes(), config.retentionRules()));
  }

  private static SegmentConfig traceConfig(TracesConfig config) {
    return SegmentConfig.DEFAULT
        .withRetention(config.retention(), config.retentionBytes())
        .withSampling(config.sampling());
  }

  /// Where a client on this machine reaches it.
  public String url() {
    return doors.url();
  }

  /// Stops: the doors first, the stores last.
  @Override
  public void close() {
    opened.close();
  }
}
