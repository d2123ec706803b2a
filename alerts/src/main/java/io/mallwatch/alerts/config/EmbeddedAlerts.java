package io.mallwatch.alerts.config;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.Receiver;
import io.mallwatch.alerts.notify.Sender;
import io.mallwatch.alerts.notify.email.EmailChannel;
import io.mallwatch.alerts.notify.webhook.WebhookChannel;
import io.mallwatch.alerts.route.AlertRepository;
import io.mallwatch.alerts.route.Dispatcher;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.model.Alert;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The embedded engine behind [AlertSink]: inhibition, silences, routing and channels as one
/// `alertmanager.yml` says. A new configuration replaces the old one whole and loses no alert.
/// Thread-safe.
public final class EmbeddedAlerts implements AlertSink, AutoCloseable {

  private static final int MAX_ALERTS = 100_000;
  private static final int MAX_SENDING = 64;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// What the engine is built from beside its configuration.
  ///
  /// @param memory log and ledger of notifications
  /// @param alerts held alerts, for after a restart
  /// @param told who hears of groups and settled notifications
  public record Parts(
      Silences silences,
      NotificationPipeline.Memory memory,
      AlertRepository alerts,
      NotificationPipeline.Told told,
      Backoff backoff,
      InstantSource clock) {}

  private record Running(
      AlertmanagerConfig config, NotificationPipeline pipeline, Dispatcher dispatcher) {}

  private final Parts parts;
  private final HttpClient http;
  private final Sender sender;
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
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    this.sender = new Sender(parts.clock, parts.backoff, MAX_SENDING);
    this.running = build(config);
  }

  private Running build(AlertmanagerConfig config) {
    Inhibitor inhibitor = new Inhibitor(config.inhibitRules());
    NotificationPipeline pipeline =
        new NotificationPipeline(
            receivers(config), inhibitor, parts.silences, parts.memory, parts.told, sender);
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
    List<Receiver> receivers = new ArrayList<>();
    for (ReceiverConfig receiver : config.receivers()) {
      List<Channel> channels = new ArrayList<>();
      receiver.emails().forEach(e -> channels.add(new EmailChannel(e, library, parts.clock)));
      receiver.webhooks().forEach(w -> channels.add(new WebhookChannel(w, http)));
      receivers.add(new Receiver(receiver.name(), channels));
    }
    return receivers;
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
    http.shutdownNow();
    http.close();
  }
}
