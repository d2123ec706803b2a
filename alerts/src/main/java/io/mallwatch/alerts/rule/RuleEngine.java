package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Evaluates rule groups, each on its own interval and virtual thread, and sends the alerts that
/// follow. Groups are spread over their interval by a hash of their name, so that the moments of
/// evaluation are the same after a restart.
///
/// [#load] sets the groups and may be called again at any time; [#start] begins to evaluate them by
/// the clock. Tests leave [#start] out and call [#evaluate]. Thread-safe.
public final class RuleEngine implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(RuleEngine.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final GroupRun.Engines engines;
  private final InstantSource clock;
  private final RuleCounters counters = new RuleCounters();
  private final ReentrantLock lock = new ReentrantLock();

  /// By key. Guarded by lock.
  private final Map<String, Running> groups = new LinkedHashMap<>();

  /// Guarded by lock.
  private boolean started;

  /// Guarded by lock.
  private boolean closed;

  /// Guarded by lock.
  private boolean loadedBefore;

  private static final class Running {
    private final GroupRun run;
    private final Condition stop;
    private boolean stopped;
    private Thread thread = Thread.currentThread();

    Running(GroupRun run, Condition stop) {
      this.run = run;
      this.stop = stop;
    }
  }

  public RuleEngine(
      MetricQueries queries,
      MetricSink sink,
      AlertSink alerts,
      RuleSettings settings,
      InstantSource clock) {
    this.engines = new GroupRun.Engines(queries, sink, alerts, settings, counters);
    this.clock = clock;
  }

  /// Replaces all groups. Rules that stay (same group, name and labels) keep their alerts; series
  /// of rules that go get a stale marker. Groups that did not change go on undisturbed.
  public void load(List<RuleGroup> wanted) {
    List<Running> stopping = new ArrayList<>();
    lock.lock();
    try {
      Map<String, Running> next = new LinkedHashMap<>();
      for (RuleGroup group : wanted) {
        Running former = groups.remove(group.key());
        if (former != null && former.run.group().equals(group)) {
          next.put(group.key(), former);
          continue;
        }
        GroupRun run = new GroupRun(group, engines, !loadedBefore);
        if (former != null) {
          stopThread(former);
          run.copyFrom(former.run);
        }
        Running running = new Running(run, lock.newCondition());
        if (next.putIfAbsent(group.key(), running) != null) {
          throw new IllegalArgumentException("group %s is there twice".formatted(group.key()));
        }
        startThread(running);
      }
      groups.values().forEach(this::stopThread);
      stopping.addAll(groups.values());
      groups.clear();
      groups.putAll(next);
      loadedBefore = true;
    } finally {
      lock.unlock();
    }
    stopping.forEach(gone -> gone.run.retire(clock.instant()));
  }

  /// Begins to evaluate the loaded groups by the clock.
  public void start() {
    lock.lock();
    try {
      started = true;
      groups.values().forEach(this::startThread);
    } finally {
      lock.unlock();
    }
  }

  /// Evaluates the group `key` ([RuleGroup#key()]) as of `at`, now and on this thread.
  public void evaluate(String key, Instant at) {
    find(key).evaluate(at);
  }

  private GroupRun find(String key) {
    lock.lock();
    try {
      Running running = groups.get(key);
      if (running == null) {
        throw new IllegalArgumentException("there is no rule group " + key);
      }
      return running.run;
    } finally {
      lock.unlock();
    }
  }

  /// How all groups fare, by file and name.
  public List<GroupStatus> groups() {
    lock.lock();
    try {
      return groups.values().stream()
          .map(running -> running.run.status())
          .sorted(
              Comparator.comparing((GroupStatus status) -> status.group().file())
                  .thenComparing(status -> status.group().name()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  public RuleCounters counters() {
    return counters;
  }

  /// The first moment after `now` at which the group is due.
  static Instant slotAfter(RuleGroup group, Instant now) {
    long interval = group.interval().toMillis();
    long hash = Labels.of("name", group.name(), "file", group.file()).fingerprint();
    long offset = Long.remainderUnsigned(hash, interval);
    long since = Math.floorMod(now.toEpochMilli() - offset, interval);
    return Instant.ofEpochMilli(now.toEpochMilli() - since + interval);
  }

  private void startThread(Running running) {
    if (started && !closed) {
      running.thread =
          Thread.ofVirtual()
              .name("mallwatch-rules-" + running.run.group().name())
              .start(() -> loop(running));
    }
  }

  private void stopThread(Running running) {
    running.stopped = true;
    running.stop.signalAll();
  }

  private void loop(Running running) {
    RuleGroup group = running.run.group();
    Instant next = slotAfter(group, clock.instant());
    while (awaitSlot(running, next)) {
      try {
        running.run.evaluate(next);
      } catch (RuntimeException e) {
        logger.error("rule group failed group={}", group.name(), e);
      }
      Instant after = slotAfter(group, clock.instant());
      long skipped = Duration.between(next, after).dividedBy(group.interval()) - 1;
      if (skipped > 0) {
        running.run.missed(skipped);
        logger.warn("rule group too slow group={} missed={}", group.name(), skipped);
      }
      next = after;
    }
  }

  /// Returns at `slot` with true, or with false when the group is stopped before.
  private boolean awaitSlot(Running running, Instant slot) {
    lock.lock();
    try {
      while (!running.stopped) {
        long nanos = Duration.between(clock.instant(), slot).toNanos();
        if (nanos <= 0) {
          return true;
        }
        long _ = running.stop.awaitNanos(Math.min(nanos, TimeUnit.HOURS.toNanos(1)));
      }
      return false;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Stops all groups; an evaluation that runs is cancelled. Series get no stale markers, so that
  /// the next start can take up the alerts where they were.
  @Override
  public void close() {
    List<Thread> threads = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      for (Running running : groups.values()) {
        stopThread(running);
        if (started) {
          threads.add(running.thread);
        }
      }
    } finally {
      lock.unlock();
    }
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        if (!thread.join(STOP_LIMIT)) {
          logger.warn("rule group does not stop thread={}", thread.getName());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
