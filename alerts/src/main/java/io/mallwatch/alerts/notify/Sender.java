package io.mallwatch.alerts.notify;

import io.mallwatch.model.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends over a channel, again and again until it works, cannot work, or the budget is spent. Each
/// target has a lane of its own, so that a slow or limited one holds up no other.
public final class Sender {

  private static final int MAX_ATTEMPTS = 20;
  private static final int MAX_LANES = 10_000;
  private static final Duration LEAST_BUDGET = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Backoff backoff;
  private final int maxRunning;

  /// Of targets with a pace, which outlive a change of the configuration. Guarded by itself.
  private final Map<String, Lane> paced =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Lane> eldest) {
          return size() > MAX_LANES;
        }
      };

  /// @param maxRunning attempts at one time over one channel
  public Sender(InstantSource clock, Backoff backoff, int maxRunning) {
    this.clock = clock;
    this.backoff = backoff;
    this.maxRunning = maxRunning;
  }

  /// @param state [LedgerEntry.State#SENT], `FAILED`, `UNKNOWN` or `SUPPRESSED`
  /// @param error of the last attempt; empty when it was sent
  /// @param receipt what the other side calls it; may be empty
  /// @param taken whether it counts as told and is not told again as long as nothing changes
  record Outcome(
      LedgerEntry.State state, int attempts, String error, String receipt, boolean taken) {}

  Instant now() {
    return clock.instant();
  }

  /// The lane of `channel`; channels with a pace that reach the same target share one.
  Lane lane(Channel channel) {
    Pace pace = channel.pace();
    if (pace.limits().isEmpty()) {
      return new Lane(pace, clock, backoff, maxRunning);
    }
    synchronized (paced) {
      return paced.computeIfAbsent(
          channel.kind() + ' ' + channel.target() + ' ' + pace,
          _ -> new Lane(pace, clock, backoff, maxRunning));
    }
  }

  Outcome send(
      Lane lane,
      Channel channel,
      Notification notification,
      Duration budget,
      NotifyCounters counters) {
    Duration allowed = budget.compareTo(LEAST_BUDGET) < 0 ? LEAST_BUDGET : budget;
    Deadline deadline = Deadline.after(allowed);
    int attempts = 0;
    String error = "interrupted";
    try {
      while (true) {
        attempts++;
        Delivery delivery = lane.send(channel, notification, deadline);
        Duration asked = Duration.ZERO;
        boolean limited = false;
        switch (delivery) {
          case Delivery.Sent(String receipt) -> {
            counters.count(channel.kind(), "sent", 1);
            return new Outcome(LedgerEntry.State.SENT, attempts, "", receipt, true);
          }
          case Delivery.Failed(String reason, boolean taken) -> {
            counters.count(channel.kind(), "failed", 1);
            return new Outcome(LedgerEntry.State.FAILED, attempts, reason, "", taken);
          }
          case Delivery.Unknown(String reason) -> {
            counters.count(channel.kind(), "unknown", 1);
            return new Outcome(LedgerEntry.State.UNKNOWN, attempts, reason, "", true);
          }
          case Delivery.Retry(String reason, Duration after) -> {
            error = reason;
            asked = after;
          }
          case Delivery.Limited(String reason, Duration after) -> {
            error = reason;
            asked = after;
            limited = true;
          }
        }
        Duration wait = backoff.after(attempts, asked);
        if (attempts >= MAX_ATTEMPTS || wait.compareTo(deadline.left()) >= 0) {
          return gaveUp(channel, attempts, error, limited, counters);
        }
        counters.count(channel.kind(), "retried", 1);
        backoff.pause(wait);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      counters.count(channel.kind(), "failed", 1);
      return new Outcome(LedgerEntry.State.FAILED, attempts, "stopped: " + error, "", false);
    }
  }

  private static Outcome gaveUp(
      Channel channel, int attempts, String error, boolean limited, NotifyCounters counters) {
    if (limited) {
      counters.count(channel.kind(), "limited", 1);
      return new Outcome(
          LedgerEntry.State.SUPPRESSED,
          attempts,
          "limit: %s; told with the group's next notification".formatted(error),
          "",
          false);
    }
    counters.count(channel.kind(), "failed", 1);
    return new Outcome(
        LedgerEntry.State.FAILED,
        attempts,
        "gave up after %d attempts: %s".formatted(attempts, error),
        "",
        false);
  }
}
