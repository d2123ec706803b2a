package io.mallwatch.server.view;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import io.mallwatch.doors.channels.ReceiverSink;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells the configured receivers directly: for an Alertmanager elsewhere, and to try them.
public final class ReceiverDesk implements ReceiverSink {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_CHANNELS = 100;

  private final EmbeddedAlerts routes;
  private final NotificationLedger ledger;
  private final InstantSource clock;

  public ReceiverDesk(EmbeddedAlerts routes, NotificationLedger ledger, InstantSource clock) {
    this.routes = routes;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Optional<List<Outcome>> tell(String receiver, String groupKey, List<Alert> alerts) {
    Instant before = clock.instant();
    return receiver(receiver)
        .map(config -> {
          boolean _ =
              routes.tell(
                  new EmbeddedAlerts.Direct(groupKey, receiver, config.channels(), alerts, ""),
                  PATIENCE);
          return ledger
              .find(new NotificationLedger.Query("", List.of(groupKey), MOST_CHANNELS))
              .stream()
              .filter(entry -> !entry.at().isBefore(before))
              .map(ReceiverDesk::outcome)
              .toList();
        });
  }

  /// Sends a message that says it is a trial, and waits for what the other sides answer.
  Optional<List<Outcome>> test(String receiver) {
    Instant now = clock.instant();
    Alert trial =
        new Alert(
            Labels.of(Labels.ALERT_NAME, "MallwatchTest", "severity", "info", "receiver", receiver),
            Map.of(
                "summary", "测试消息，无需处理",
                "summary_en", "A test; nothing is wrong",
                "description", "收到它说明这个渠道可用",
                "description_en", "That it came shows that this channel works"),
            now,
            now.plus(Duration.ofMinutes(5)),
            "");
    return tell(receiver, "test/%s/%d".formatted(receiver, now.toEpochMilli()), List.of(trial));
  }

  private Optional<ReceiverConfig> receiver(String name) {
    return routes.config().receivers().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static Outcome outcome(LedgerEntry entry) {
    return new Outcome(
        entry.channel(),
        entry.target(),
        entry.state().text(),
        entry.attempts(),
        entry.error(),
        entry.receipt());
  }
}
