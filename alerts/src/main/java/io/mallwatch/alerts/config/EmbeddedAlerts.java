package io.mallwatch.alerts.config;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.ChannelHealth;
import io.mallwatch.alerts.notify.Flush;
import io.mallwatch.alerts.notify.NotificationLedger;
import io.mallwatch.alerts.notify.NotificationLog;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.Receiver;
import io.mallwatch.alerts.notify.Sender;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpClients;
import io.mallwatch.alerts.route.AlertRepository;
import io.mallwatch.alerts.route.Dispatcher;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;

/// The embedded engine behind [AlertSink]: inhibition, silences, routing and channels as one
/// `alertmanager.yml` says. A new configuration replaces the old one whole and loses no alert.
/// Thread-safe.
public final class EmbeddedAlerts implements AlertSink, AutoCloseable {

  private static final int MAX_ALERTS = 100_000;
  private static final int MAX_SENDING = 64;

  /// What the engine is built from beside its configuration.
  ///
  /// @param memory log and ledger of notifications
  /// @param alerts held alerts, for after a restart
  /// @param told who hears of groups and settled notifications
  /// @param random for nonces of signed requests
  public record Parts(
      Silences silences,
      NotificationPipeline.Memory memory,
      AlertRepository alerts,
      NotificationPipeline.Told told,
      Backoff backoff,
      InstantSource clock,
      RandomGenerator random) {}

  private record Running(
      AlertmanagerConfig config, NotificationPipeline pipeline, Dispatcher dispatcher) {}

  private final Parts parts;
  private final HttpClients http = new HttpClients();
  private final Sender sender;
  private final NotificationPipeline.Told told;

  /// Takes in the alerts about our own channels, which notifications must not wait for.
  private final ExecutorService raised =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mallwatch-raise-", 0).factory());

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /// Guarded by lock.
  private Running running;

  /// Guarded by lock.
  private boolean started;

  /// Builds the engine and takes up the alerts of before a restart; nothing is told before
  /// [#start].
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when a template file is wrong
  public EmbeddedAlerts(AlertmanagerConfig config, Parts parts) {
    this.parts = parts;
    this.sender = new Sender(parts.clock, parts.backoff, MAX_SENDING);
    List<NotificationLedger.Listener> listeners = new ArrayList<>(parts.told.ledger());
    listeners.add(new ChannelHealth(alerts -> raised.execute(() -> accept(alerts))));
    this.told =
        new NotificationPipeline.Told(
            parts.told.groups(),
            listeners,
            parts.told.externalUrl(),
            parts.told.incidentPage(),
            parts.told.counters());
    this.running = build(config);
  }

  private Running build(AlertmanagerConfig config) {
    Inhibitor inhibitor = new Inhibitor(config.inhibitRules());
    NotificationPipeline pipeline =
        new NotificationPipeline(
            receivers(config), inhibitor, parts.silences, parts.memory, told, sender);
    Dispatcher dispatcher =
        new Dispatcher(
            new Dispatcher.Settings(
                config.root(), config.intervals(), config.resolveTimeout(), MAX_ALERTS),
            pipeline,
            inhibitor,
            parts.silences,
            parts.alerts,
            parts.clock);
    dispatcher.restore();
    return new Running(config, pipeline, dispatcher);
  }

  private List<Receiver> receivers(AlertmanagerConfig config) {
    Template library = TemplateFiles.read(config.templates());
    ChannelTools tools = new ChannelTools(library, http, parts.clock, parts.random);
    List<Receiver> receivers = new ArrayList<>();
    for (ReceiverConfig receiver : config.receivers()) {
      List<Channel> channels = new ArrayList<>();
      receiver.channels().forEach(channel -> channels.add(channel.open(tools)));
      receivers.add(new Receiver(receiver.name(), channels));
    }
    return receivers;
  }

  /// What is told past the routes, to a person who is on call.
  ///
  /// @param groupKey under which the ledger has it
  /// @param channels all are told
  /// @param link where the person goes on; may be empty
  public record Direct(
      String groupKey,
      String receiver,
      List<ChannelConfig> channels,
      List<Alert> alerts,
      String link) {

    public Direct {
      channels = List.copyOf(channels);
      alerts = List.copyOf(alerts);
    }
  }

  /// Tells `direct` over its channels now, however often the same was told before; every channel
  /// has its entry in the ledger. Blocks until they are done, at most for `budget`.
  ///
  /// @return whether all have taken it
  public boolean tell(Direct direct, Duration budget) {
    ChannelTools tools =
        new ChannelTools(TemplateFiles.read(config().templates()), http, parts.clock, parts.random);
    List<Channel> channels =
        direct.channels().stream().map(channel -> channel.open(tools)).toList();
    NotificationPipeline.Told listeners =
        new NotificationPipeline.Told(
            List.of(), told.ledger(), told.externalUrl(), _ -> direct.link(), told.counters());
    try (NotificationPipeline pipeline =
        new NotificationPipeline(
            List.of(new Receiver(direct.receiver(), channels)),
            new Inhibitor(List.of()),
            parts.silences,
            new NotificationPipeline.Memory(new NothingTold(), parts.memory.ledger()),
            listeners,
            sender)) {
      return pipeline.process(
          new Flush(
              direct.groupKey(),
              direct.receiver(),
              Labels.EMPTY,
              direct.alerts(),
              parts.clock.instant(),
              Duration.ZERO,
              budget,
              ""));
    }
  }

  /// Remembers nothing, so that everything is news.
  private record NothingTold() implements NotificationLog {
    @Override
    public Optional<Entry> find(String groupKey, String receiver, String channel) {
      return Optional.empty();
    }

    @Override
    public void record(Entry entry) {
      // what is told directly is told each time
    }

    @Override
    public void purge(Instant limit) {
      // there is nothing
    }
  }

  /// Begins to tell.
  public void start() {
    lock.writeLock().lock();
    try {
      started = true;
      running.dispatcher.start();
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void accept(List<Alert> alerts) {
    lock.readLock().lock();
    try {
      running.dispatcher.accept(alerts);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Replaces the configuration; when the new one cannot be used, the old one stays.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when a template file is wrong
  public void reload(AlertmanagerConfig config) {
    lock.writeLock().lock();
    try {
      Running next = build(config);
      Running before = running;
      running = next;
      before.dispatcher.close();
      before.pipeline.close();
      if (started) {
        next.dispatcher.start();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// The configuration in force.
  public AlertmanagerConfig config() {
    return current().config;
  }

  /// Held alerts and groups; a new one after each reload.
  public Dispatcher dispatcher() {
    return current().dispatcher;
  }

  private Running current() {
    lock.readLock().lock();
    try {
      return running;
    } finally {
      lock.readLock().unlock();
    }
  }

  public Silences silences() {
    return parts.silences;
  }

  /// Stops telling; what is under way is cancelled and told after the next start.
  @Override
  public void close() {
    Running last = current();
    last.dispatcher.close();
    last.pipeline.close();
    raised.close();
    http.close();
  }
}
