package io.mallwatch.alerts.inhibit;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Knows which alerts hold back which. Told of every alert that comes in; keeps those that may be
/// sources, by rule and by the values of the rule's `equal` labels. Thread-safe.
public final class Inhibitor {

  private final List<RuleSources> rules = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// @param byKey sources by the values of `equal`, then by labels; guarded by lock
  private record RuleSources(InhibitRule rule, Map<List<String>, Map<Labels, Alert>> byKey) {}

  public Inhibitor(List<InhibitRule> rules) {
    rules.forEach(rule -> this.rules.add(new RuleSources(rule, new HashMap<>())));
  }

  /// Takes note of alerts, firing or resolved.
  public void update(Collection<Alert> alerts) {
    if (rules.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (RuleSources sources : rules) {
        for (Alert alert : alerts) {
          if (sources.rule.isSource(alert.labels())) {
            sources
                .byKey
                .computeIfAbsent(sources.rule.key(alert.labels()), _ -> new HashMap<>())
                .put(alert.labels(), alert);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Drops sources that have ended before `now`.
  public void purge(Instant now) {
    lock.lock();
    try {
      for (RuleSources sources : rules) {
        sources.byKey.values().forEach(same -> same.values().removeIf(a -> a.isResolved(now)));
        sources.byKey.values().removeIf(Map::isEmpty);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The alert that holds back one with `labels` at `now`, if any.
  public Optional<Alert> inhibiting(Labels labels, Instant now) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    lock.lock();
    try {
      for (RuleSources sources : rules) {
        InhibitRule rule = sources.rule;
        if (!rule.isTarget(labels)) {
          continue;
        }
        boolean both = rule.isSource(labels);
        Map<Labels, Alert> same = sources.byKey.getOrDefault(rule.key(labels), Map.of());
        for (Alert source : same.values()) {
          boolean excused = both && rule.isTarget(source.labels());
          if (!source.isResolved(now) && !excused) {
            return Optional.of(source);
          }
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
