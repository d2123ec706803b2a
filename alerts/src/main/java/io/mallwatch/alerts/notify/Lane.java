package io.mallwatch.alerts.notify;

import io.mallwatch.model.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// The way to one target: so many attempts at a time, as often as its [Pace] allows. What comes
/// while the target may not be told waits together and is told as one digest, so that a limit costs
/// time but no alert. Thread-safe.
final class Lane {

  /// Most notifications in a digest; one more begins the next.
  private static final int MAX_DIGEST = 5_000;

  private final Pace pace;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Semaphore running;
  private final ReentrantLock lock = new ReentrantLock();

  /// When it was told lately, oldest first; as many as the largest limit. Guarded by lock.
  private final Deque<Instant> told = new ArrayDeque<>();

  /// Guarded by lock.
  private Instant heldUntil = Instant.MIN;

  /// What waits to be told together; null when nothing does. Guarded by lock.
  private @org.jspecify.annotations.Nullable Batch open;

  private static final class Batch {
    final List<Notification> members = new ArrayList<>();
    final CompletableFuture<Delivery> outcome = new CompletableFuture<>();
  }

  /// @param maxRunning attempts at one time
  Lane(Pace pace, InstantSource clock, Backoff backoff, int maxRunning) {
    this.pace = pace;
    this.clock = clock;
    this.backoff = backoff;
    this.running = new Semaphore(maxRunning, true);
  }

  /// Tries once, alone or in a digest; blocks while the target may not be told.
  Delivery send(Channel channel, Notification notification, Deadline deadline)
      throws InterruptedException {
    if (pace.limits().isEmpty()) {
      Duration held = held();
      return held.isZero()
          ? attempt(channel, notification, deadline)
          : new Delivery.Retry("its target wants to be left alone", held);
    }
    Batch batch;
    boolean leads;
    lock.lock();
    try {
      leads = open == null || open.members.size() >= MAX_DIGEST;
      if (leads) {
        open = new Batch();
      }
      batch = java.util.Objects.requireNonNull(open);
      batch.members.add(notification);
    } finally {
      lock.unlock();
    }
    return leads ? lead(batch, channel, deadline) : follow(batch, notification, deadline);
  }

  private Delivery lead(Batch batch, Channel channel, Deadline deadline)
      throws InterruptedException {
    Delivery outcome = new Delivery.Retry("interrupted");
    try {
      while (true) {
        Duration wait = takeTurn(batch);
        if (wait.isZero()) {
          outcome = attempt(channel, Notification.digest(batch.members), deadline);
          return outcome;
        }
        if (wait.compareTo(deadline.left()) >= 0) {
          close(batch);
          outcome =
              new Delivery.Limited(
                  "its target may be told again in " + wait.toSeconds() + " s", wait);
          return outcome;
        }
        backoff.pause(wait);
      }
    } finally {
      close(batch);
      batch.outcome.complete(outcome);
    }
  }

  private static Delivery outcome(Batch batch, Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    return batch.outcome.get(Math.max(1, deadline.left().toMillis()), TimeUnit.MILLISECONDS);
  }

  private Delivery follow(Batch batch, Notification notification, Deadline deadline)
      throws InterruptedException {
    try {
      return outcome(batch, deadline);
    } catch (TimeoutException _) {
      lock.lock();
      try {
        if (batch.equals(open)) {
          batch.members.remove(notification);
          return new Delivery.Limited("its target may not be told yet", Duration.ZERO);
        }
      } finally {
        lock.unlock();
      }
      return new Delivery.Unknown("it was being told with others when its time was over");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a digest has no outcome", e);
    }
  }

  /// Zero when the batch may be told now, which counts and closes it; else how long to wait.
  private Duration takeTurn(Batch batch) {
    Instant now = clock.instant();
    lock.lock();
    try {
      Duration wait = untilFree(now);
      if (wait.isZero()) {
        told.addLast(now);
        int most = pace.limits().stream().mapToInt(Pace.Limit::count).max().orElse(0);
        while (told.size() > most) {
          told.removeFirst();
        }
        if (batch.equals(open)) {
          open = null;
        }
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  private Duration untilFree(Instant now) {
    Instant free = heldUntil;
    for (Pace.Limit limit : pace.limits()) {
      if (told.size() >= limit.count()) {
        Instant oldest = told.stream().skip(told.size() - (long) limit.count()).findFirst().get();
        Instant next = oldest.plus(limit.window());
        free = next.isAfter(free) ? next : free;
      }
    }
    return free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO;
  }

  private void close(Batch batch) {
    lock.lock();
    try {
      if (batch.equals(open)) {
        open = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private Duration held() {
    lock.lock();
    try {
      Instant now = clock.instant();
      return heldUntil.isAfter(now) ? Duration.between(now, heldUntil) : Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  private Delivery attempt(Channel channel, Notification notification, Deadline deadline)
      throws InterruptedException {
    if (!running.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      return new Delivery.Retry("its target is busy with others");
    }
    try {
      Delivery delivery = channel.send(notification, deadline);
      if (delivery instanceof Delivery.Limited(String _, Duration after)) {
        hold(after);
      }
      return delivery;
    } finally {
      running.release();
    }
  }

  private void hold(Duration after) {
    Instant until = clock.instant().plus(after);
    lock.lock();
    try {
      heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
    } finally {
      lock.unlock();
    }
  }
}
