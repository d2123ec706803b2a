package io.mallwatch.alerts.notify;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: half a second, growing by half each time, at most a
/// minute, give or take half.
public final class Backoff {

  /// Waits; tests replace it.
  @FunctionalInterface
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  private static final double FIRST_MILLIS = 500;
  private static final double GROWTH = 1.5;
  private static final double MAX_MILLIS = 60_000;

  private final RandomGenerator random;
  private final Pause pause;

  public Backoff(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /// The wait after the attempt `made` (counted from 1), or `asked` when that is longer.
  Duration after(int made, Duration asked) {
    double millis = Math.min(MAX_MILLIS, FIRST_MILLIS * Math.pow(GROWTH, made - 1.0));
    Duration own = Duration.ofMillis(Math.round(millis * (0.5 + random.nextDouble())));
    return own.compareTo(asked) < 0 ? asked : own;
  }

  void pause(Duration duration) throws InterruptedException {
    pause.pause(duration);
  }
}
