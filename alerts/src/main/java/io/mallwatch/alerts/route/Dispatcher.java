package io.mallwatch.alerts.route;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.notify.Flush;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds alerts, groups them along the tree of routes and hands each group to the pipeline when it
/// is due: after `group_wait` at first, then each `group_interval`.
///
/// [#start] begins to do so by the clock; tests leave it out and call [#flushDue]. Thread-safe.
public final class Dispatcher implements AlertSink, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

  private static final Duration TIDY_INTERVAL = Duration.ofMinutes(1);

  /// What it needs to know about routing.
  ///
  /// @param intervals by name, for muting
  /// @param resolveTimeout after which an alert that nobody sends again has ended, when its sender
  ///   names no end; also the grace for alerts of before a restart
  /// @param maxAlerts held at one time
  public record Settings(
      Route root,
      Map<String, List<TimeInterval>> intervals,
      Duration resolveTimeout,
      int maxAlerts) {

    public Settings {
      intervals = Map.copyOf(intervals);
    }
  }

  /// @param route the node's place in the tree; nodes with the same matchers have the same key
  private record GroupId(int route, Labels labels) {}

  private record Due(Instant at, Group group) {}

  private record Held(Alert alert, Instant updatedAt) {}

  private final Settings settings;
  private final NotificationPipeline pipeline;
  private final Inhibitor inhibitor;
  private final Silences silences;
  private final AlertRepository repository;
  private final InstantSource clock;
  private final ExecutorService flushes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Each node's place in the tree; not changed after construction.
  private final IdentityHashMap<Route, Integer> places = new IdentityHashMap<>();

  /// Guarded by lock.
  private final Map<Labels, Held> held = new HashMap<>();

  /// Guarded by lock.
  private final Map<GroupId, Group> groups = new LinkedHashMap<>();

  /// Entries whose moment is not the group's any more are skipped. Guarded by lock.
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(java.util.Comparator.comparing(Due::at));

  /// Guarded by lock.
  private boolean closed;

  /// Guarded by lock.
  private Instant tidied;

  private @Nullable Thread timer;

  public Dispatcher(
      Settings settings,
      NotificationPipeline pipeline,
      Inhibitor inhibitor,
      Silences silences,
      AlertRepository repository,
      InstantSource clock) {
    this.settings = settings;
    this.pipeline = pipeline;
    this.inhibitor = inhibitor;
    this.silences = silences;
    this.repository = repository;
    this.clock = clock;
    this.tidied = clock.instant();
    number(settings.root());
    this.flushes =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mallwatch-flush-", 0).factory());
  }

  /// Takes up the alerts that were held before a restart: those that fired then end after the
  /// resolve timeout unless they are sent again.
  public void restore() {
    Instant now = clock.instant();
    Instant grace = now.plus(settings.resolveTimeout());
    List<Alert> alerts = new ArrayList<>();
    for (Alert alert : repository.load()) {
      alerts.add(alert.isResolved(now) ? alert : ending(alert, grace));
    }
    take(alerts, now, true);
    if (!alerts.isEmpty()) {
      logger.info("alerts restored count={}", alerts.size());
    }
  }

  private static Alert ending(Alert alert, Instant end) {
    return new Alert(
        alert.labels(), alert.annotations(), alert.startsAt(), end, alert.generatorUrl());
  }

  @Override
  public void accept(List<Alert> alerts) {
    Instant now = clock.instant();
    List<Alert> news = take(alerts, now, false);
    if (news.isEmpty()) {
      return;
    }
    try {
      repository.save(
          news.stream()
              .map(a -> a.isResolved(now) ? a : ending(a, AlertRepository.OPEN_END))
              .toList());
    } catch (StoreUnavailableException e) {
      logger.warn("held alerts not kept count={} error={}", news.size(), e.getMessage());
    }
  }

  /// Returns what is worth keeping: new alerts and those that changed in more than their end.
  ///
  /// @param restoring whether alerts that have ended may still have to be told
  private List<Alert> take(List<Alert> alerts, Instant now, boolean restoring) {
    List<Alert> news = new ArrayList<>();
    List<Alert> merged = new ArrayList<>();
    lock.lock();
    try {
      if (held.size() + alerts.size() > settings.maxAlerts() && isTooMuch(alerts)) {
        throw new StoreOverloadedException(
            "more than %d alerts are held".formatted(settings.maxAlerts()));
      }
      for (Alert alert : alerts) {
        Held before = held.get(alert.labels());
        if (before == null && alert.isResolved(now) && !restoring) {
          continue; // ended before anybody knew of it
        }
        Alert known = before == null ? alert : merge(before.alert, alert, now);
        if (before == null || isNews(before.alert, known, now)) {
          news.add(known);
        }
        held.put(known.labels(), new Held(known, now));
        merged.add(known);
        route(known, now, restoring);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    inhibitor.update(merged);
    return news;
  }

  private boolean isTooMuch(List<Alert> alerts) {
    long fresh = alerts.stream().filter(alert -> !held.containsKey(alert.labels())).count();
    return held.size() + fresh > settings.maxAlerts();
  }

  /// An alert that goes on keeps its start; one that comes back is a new one.
  private static Alert merge(Alert before, Alert after, Instant now) {
    boolean overlaps =
        !after.startsAt().isAfter(before.endsAt()) && !before.startsAt().isAfter(after.endsAt());
    if (!overlaps) {
      return after;
    }
    Instant start =
        before.startsAt().isBefore(after.startsAt()) ? before.startsAt() : after.startsAt();
    boolean bothEnded = before.isResolved(now) && after.isResolved(now);
    Instant end =
        bothEnded && before.endsAt().isAfter(after.endsAt()) ? before.endsAt() : after.endsAt();
    return new Alert(after.labels(), after.annotations(), start, end, after.generatorUrl());
  }

  private static boolean isNews(Alert before, Alert after, Instant now) {
    return before.isResolved(now) != after.isResolved(now)
        || !before.startsAt().equals(after.startsAt())
        || !before.generatorUrl().equals(after.generatorUrl());
  }

  private void route(Alert alert, Instant now, boolean restoring) {
    for (Route route : settings.root().match(alert.labels())) {
      Labels labels = route.groupLabels(alert.labels());
      GroupId id = id(route, labels);
      Group group = groups.get(id);
      if (group == null) {
        if (alert.isResolved(now) && !restoring) {
          continue; // its group has told that already
        }
        group = new Group(route, labels, now);
        groups.put(id, group);
        queue.add(new Due(group.due(), group));
      }
      if (group.put(alert, now)) {
        queue.add(new Due(group.due(), group));
      }
    }
  }

  /// Flushes every group that is due, on this thread, one after the other.
  public void flushDue() {
    for (Runnable flush : takeDue()) {
      flush.run();
    }
  }

  /// The flushes that are due; their groups count as flushing from now on.
  private List<Runnable> takeDue() {
    List<Runnable> due = new ArrayList<>();
    Instant now = clock.instant();
    lock.lock();
    try {
      while (!queue.isEmpty() && !queue.element().at().isAfter(now)) {
        Due next = queue.remove();
        Group group = next.group();
        boolean outdated = !group.due().equals(next.at()) || !group.equals(groups.get(id(group)));
        if (outdated || group.isFlushing()) {
          continue;
        }
        Flush flush = group.begin(now, mutedBy(group.route().options(), now));
        due.add(() -> flush(group, flush));
      }
      if (!tidied.plus(TIDY_INTERVAL).isAfter(now)) {
        tidied = now;
        due.add(() -> tidy(now));
      }
    } finally {
      lock.unlock();
    }
    return due;
  }

  private void flush(Group group, Flush flush) {
    boolean well = false;
    try {
      well = pipeline.process(flush);
    } finally {
      lock.lock();
      try {
        group.end(flush, well);
        if (group.isEmpty()) {
          groups.remove(id(group), group);
        } else {
          queue.add(new Due(group.due(), group));
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private GroupId id(Route route, Labels labels) {
    return new GroupId(places.getOrDefault(route, 0), labels);
  }

  private void number(Route route) {
    places.put(route, places.size());
    route.children().forEach(this::number);
  }

  private GroupId id(Group group) {
    return id(group.route(), group.labels());
  }

  private String mutedBy(Route.Options options, Instant now) {
    for (String name : options.muteIntervals()) {
      if (isIn(name, now)) {
        return name;
      }
    }
    List<String> active = options.activeIntervals();
    return active.isEmpty() || active.stream().anyMatch(name -> isIn(name, now))
        ? ""
        : String.join(",", active);
  }

  private boolean isIn(String interval, Instant now) {
    return settings.intervals().getOrDefault(interval, List.of()).stream()
        .anyMatch(time -> time.contains(now));
  }

  /// Forgets alerts that have ended and that no group holds any more.
  private void tidy(Instant now) {
    List<Labels> gone = new ArrayList<>();
    lock.lock();
    try {
      held.values()
          .removeIf(one -> {
            boolean over = one.alert.isResolved(now) && !isInGroup(one.alert);
            if (over) {
              gone.add(one.alert.labels());
            }
            return over;
          });
    } finally {
      lock.unlock();
    }
    inhibitor.purge(now);
    pipeline.tidy(now);
    try {
      silences.purge();
      if (!gone.isEmpty()) {
        repository.delete(gone);
      }
    } catch (StoreUnavailableException e) {
      logger.warn("not tidied alerts={} error={}", gone.size(), e.getMessage());
    }
  }

  private boolean isInGroup(Alert alert) {
    for (Route route : settings.root().match(alert.labels())) {
      Group group = groups.get(id(route, route.groupLabels(alert.labels())));
      if (group != null && group.holds(alert.labels())) {
        return true;
      }
    }
    return false;
  }

  /// The alerts that fire, by labels.
  public List<HeldAlert> alerts() {
    Instant now = clock.instant();
    List<Held> all;
    lock.lock();
    try {
      all = List.copyOf(held.values());
    } finally {
      lock.unlock();
    }
    return all.stream()
        .filter(one -> !one.alert.isResolved(now))
        .sorted(java.util.Comparator.comparing(one -> one.alert.labels(), Labels.ORDER))
        .map(one -> view(one.alert, one.updatedAt, now))
        .toList();
  }

  /// The groups with alerts that fire.
  public List<GroupView> groups() {
    Instant now = clock.instant();
    record Copy(Group group, Collection<Alert> alerts) {}
    List<Copy> copies = new ArrayList<>();
    Map<Labels, Instant> updated = new HashMap<>();
    lock.lock();
    try {
      groups.values().forEach(group -> copies.add(new Copy(group, List.copyOf(group.alerts()))));
      held.forEach((labels, one) -> updated.put(labels, one.updatedAt));
    } finally {
      lock.unlock();
    }
    return copies.stream()
        .map(copy ->
            new GroupView(
                copy.group.key(),
                copy.group.labels(),
                copy.group.route().options().receiver(),
                copy.alerts.stream()
                    .filter(alert -> !alert.isResolved(now))
                    .map(a -> view(a, updated.getOrDefault(a.labels(), a.startsAt()), now))
                    .toList()))
        .filter(view -> !view.alerts().isEmpty())
        .toList();
  }

  private HeldAlert view(Alert alert, Instant updatedAt, Instant now) {
    return new HeldAlert(
        alert,
        updatedAt,
        settings.root().match(alert.labels()).stream()
            .map(route -> route.options().receiver())
            .distinct()
            .toList(),
        silences.covering(alert.labels(), now),
        inhibitor.inhibiting(alert.labels(), now).stream().map(Alert::fingerprint).toList());
  }

  public Settings settings() {
    return settings;
  }

  /// Begins to flush groups by the clock.
  public void start() {
    timer = Thread.ofVirtual().name("mallwatch-dispatcher").start(this::loop);
  }

  private void loop() {
    try {
      while (awaitDue()) {
        takeDue().forEach(flush -> flushes.execute(() -> logged(flush)));
      }
    } catch (InterruptedException _) {
      logger.debug("dispatcher stopped");
    }
  }

  private static void logged(Runnable flush) {
    try {
      flush.run();
    } catch (RuntimeException e) {
      logger.error("flush failed", e);
    }
  }

  /// Returns when something is due, with false when the dispatcher is closed.
  private boolean awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Instant now = clock.instant();
        Instant next = tidied.plus(TIDY_INTERVAL);
        if (!queue.isEmpty() && queue.element().at().isBefore(next)) {
          next = queue.element().at();
        }
        long nanos = Duration.between(now, next).toNanos();
        if (nanos <= 0) {
          return true;
        }
        long _ = changed.awaitNanos(nanos);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Stops flushing and cancels what is under way; what was not told is told after the next start.
  /// The pipeline is not closed.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread running = timer;
    if (running != null) {
      running.interrupt();
    }
    flushes.shutdownNow();
    flushes.close();
  }
}
