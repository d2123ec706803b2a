package io.mallwatch.alerts.notify;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.model.Alert;
import io.mallwatch.model.AlertLevel;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Raises an alert when a channel fails again and again, and ends it when the channel works. The
/// pipeline tells it over other channels. Thread-safe.
public final class ChannelHealth implements NotificationLedger.Listener {

  /// The alert's name.
  public static final String ALERT = "NotificationChannelFailing";

  /// After so many failures in a row.
  private static final int PATIENCE = 3;

  private static final int MAX_CHANNELS = 1_000;

  /// As long as nothing more is heard of the channel.
  private static final Duration LASTING = Duration.ofHours(24);

  private record Way(String channel, String target) {}

  private record Failures(int count, Instant since) {}

  private final AlertSink sink;

  /// Guarded by itself.
  private final Map<Way, Failures> failing = new HashMap<>();

  /// @param sink takes the alert; must not wait for notifications
  public ChannelHealth(AlertSink sink) {
    this.sink = sink;
  }

  @Override
  public void settled(LedgerEntry entry) {
    switch (entry.state()) {
      case FAILED, UNKNOWN -> failed(entry);
      case SENT, DELIVERED -> worked(entry);
      case QUEUED, SUPPRESSED -> {}
    }
  }

  private void failed(LedgerEntry entry) {
    Way way = new Way(entry.channel(), entry.target());
    Failures now;
    synchronized (failing) {
      Failures before = failing.getOrDefault(way, new Failures(0, entry.at()));
      now = new Failures(before.count + 1, before.since);
      if (before.count > 0 || failing.size() < MAX_CHANNELS) {
        failing.put(way, now);
      }
    }
    if (now.count >= PATIENCE) {
      sink.accept(List.of(alert(way, now, entry.at().plus(LASTING), entry.error())));
    }
  }

  private void worked(LedgerEntry entry) {
    Way way = new Way(entry.channel(), entry.target());
    Failures before;
    synchronized (failing) {
      before = failing.remove(way);
    }
    if (before != null && before.count >= PATIENCE) {
      sink.accept(List.of(alert(way, before, entry.at(), "")));
    }
  }

  private static Alert alert(Way way, Failures failures, Instant end, String error) {
    return new Alert(
        Labels.of(
            Map.of(
                Labels.ALERT_NAME,
                ALERT,
                AlertLevel.LABEL,
                AlertLevel.HIGH.text(),
                "channel",
                way.channel,
                "target",
                way.target)),
        Map.of(
            "summary", "通知渠道失败",
            "description",
                "渠道 %s（%s）连续 %d 次未能送出通知: %s"
                    .formatted(way.channel, way.target, failures.count, error),
            "recommendations", "检查该渠道的密钥、配额与网络；期间请留意其他渠道的通知"),
        failures.since,
        end,
        "");
  }
}
