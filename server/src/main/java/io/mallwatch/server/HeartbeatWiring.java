package io.mallwatch.server;

import static io.mallwatch.server.self.SelfTelemetry.single;

import io.mallwatch.alerts.notify.Heartbeat;
import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.self.SelfTelemetry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The sign of life for a watcher elsewhere, where one is configured.
final class HeartbeatWiring implements AutoCloseable {

  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Heartbeat heartbeat;

  private HeartbeatWiring(Heartbeat heartbeat) {
    this.heartbeat = heartbeat;
  }

  /// Does nothing when all is well.
  ///
  /// @throws BadConfigException when the address is none; it is not shown
  static void check(Config.AlertsPart config) {
    Optional<URI> _ = address(config);
  }

  /// Where it goes; empty when nobody watches.
  private static Optional<URI> address(Config.AlertsPart config) {
    String text = config.heartbeat().url().reveal();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return Optional.of(url);
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new BadConfigException(List.of("alerts.heartbeat.url: is not an http or https address"));
  }

  /// Starts to beat where an address is configured.
  static void start(
      Config.AlertsPart config, RuleEngine rules, Opened opened, Ticks ticks, InstantSource clock) {
    address(config)
        .ifPresent(url -> {
          Duration stalled = shortest(rules, config).multipliedBy(3).plus(GRACE);
          Heartbeat heartbeat = new Heartbeat(url, stalled, () -> last(rules), clock);
          HeartbeatWiring wiring = opened.add(new HeartbeatWiring(heartbeat));
          ticks.self().add(wiring::families);
          ticks.ticker().every("heartbeat", config.heartbeat().interval(), wiring.heartbeat::beat);
        });
  }

  /// What drives it and what tells of it.
  record Ticks(Ticker ticker, SelfTelemetry self) {}

  private static Duration shortest(RuleEngine rules, Config.AlertsPart config) {
    return rules.groups().stream()
        .map(group -> group.group().interval())
        .min(Comparator.naturalOrder())
        .orElse(config.evaluationInterval());
  }

  private List<MetricFamily> families() {
    return List.of(
        single(
            "mallwatch_heartbeats_sent_total",
            "counter",
            "Signs of life that the watcher took.",
            heartbeat.sent()),
        single(
            "mallwatch_heartbeats_failed_total",
            "counter",
            "Signs of life that the watcher did not take.",
            heartbeat.failed()),
        single(
            "mallwatch_heartbeats_withheld_total",
            "counter",
            "Signs of life withheld, since rules had stalled.",
            heartbeat.withheld()));
  }

  private static Optional<Instant> last(RuleEngine rules) {
    return rules.groups().stream()
        .map(GroupStatus::lastEvaluation)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
