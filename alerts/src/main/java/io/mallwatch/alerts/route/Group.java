package io.mallwatch.alerts.route;

import io.mallwatch.alerts.notify.Flush;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Alerts of one route that are told together. All methods are called under the dispatcher's lock.
final class Group {

  private static final Comparator<Alert> ORDER =
      Comparator.comparing(Alert::startsAt).thenComparing(Alert::labels, Labels.ORDER);

  private final Route route;
  private final Labels labels;
  private final Map<Labels, Alert> alerts = new HashMap<>();
  private Instant due;
  private boolean flushedBefore;
  private boolean flushing;

  Group(Route route, Labels labels, Instant now) {
    this.route = route;
    this.labels = labels;
    this.due = now.plus(route.options().groupWait());
  }

  String key() {
    return route.key() + ":" + labels;
  }

  Route route() {
    return route;
  }

  Labels labels() {
    return labels;
  }

  Instant due() {
    return due;
  }

  boolean isFlushing() {
    return flushing;
  }

  boolean isEmpty() {
    return alerts.isEmpty();
  }

  boolean holds(Labels alert) {
    return alerts.containsKey(alert);
  }

  Collection<Alert> alerts() {
    return alerts.values();
  }

  /// Takes the alert in; returns whether the group is due earlier than before.
  boolean put(Alert alert, Instant now) {
    alerts.put(alert.labels(), alert);
    boolean waitedEnough =
        !flushedBefore && alert.startsAt().plus(route.options().groupWait()).isBefore(now);
    if (waitedEnough && due.isAfter(now)) {
      due = now;
      return true;
    }
    return false;
  }

  /// What is to be told now; the next flush is due a group interval later.
  Flush begin(Instant now, String mutedBy) {
    flushing = true;
    flushedBefore = true;
    due = now.plus(route.options().groupInterval());
    List<Alert> sorted = alerts.values().stream().sorted(ORDER).toList();
    return new Flush(
        key(),
        route.options().receiver(),
        labels,
        sorted,
        now,
        route.options().repeatInterval(),
        route.options().groupInterval(),
        mutedBy);
  }

  /// Ends a flush; what it told as ended and has not changed since is forgotten.
  void end(Flush flush, boolean well) {
    flushing = false;
    if (!well) {
      return;
    }
    for (Alert told : flush.alerts()) {
      if (told.isResolved(flush.now())) {
        alerts.remove(told.labels(), told);
      }
    }
  }
}
