package io.mallwatch.alerts.notify;

import io.mallwatch.model.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// Sends over a channel, again and again until it works, cannot work, or the budget is spent; at
/// most so many attempts run at once.
public final class Sender {

  private static final int MAX_ATTEMPTS = 20;
  private static final Duration LEAST_BUDGET = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Backoff backoff;
  private final Semaphore running;

  /// @param maxRunning attempts at one time over all channels
  public Sender(InstantSource clock, Backoff backoff, int maxRunning) {
    this.clock = clock;
    this.backoff = backoff;
    this.running = new Semaphore(maxRunning, true);
  }

  /// @param error of the last attempt; empty when it was sent
  record Outcome(boolean sent, int attempts, String error) {}

  Instant now() {
    return clock.instant();
  }

  Outcome send(
      Channel channel, Notification notification, Duration budget, NotifyCounters counters) {
    Duration allowed = budget.compareTo(LEAST_BUDGET) < 0 ? LEAST_BUDGET : budget;
    Deadline deadline = Deadline.after(allowed);
    int attempts = 0;
    String error = "interrupted";
    try {
      while (true) {
        attempts++;
        running.acquire();
        Delivery delivery;
        try {
          delivery = channel.send(notification, deadline);
        } finally {
          running.release();
        }
        switch (delivery) {
          case Delivery.Sent() -> {
            counters.count(channel.kind(), "sent", 1);
            return new Outcome(true, attempts, "");
          }
          case Delivery.Failed(String reason) -> {
            counters.count(channel.kind(), "failed", 1);
            return new Outcome(false, attempts, reason);
          }
          case Delivery.Retry(String reason, Duration asked) -> {
            error = reason;
            Duration wait = backoff.after(attempts, asked);
            if (attempts >= MAX_ATTEMPTS || wait.compareTo(deadline.left()) >= 0) {
              counters.count(channel.kind(), "failed", 1);
              return new Outcome(
                  false, attempts, "gave up after %d attempts: %s".formatted(attempts, reason));
            }
            counters.count(channel.kind(), "retried", 1);
            backoff.pause(wait);
          }
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      counters.count(channel.kind(), "failed", 1);
      return new Outcome(false, attempts, "stopped: " + error);
    }
  }
}
