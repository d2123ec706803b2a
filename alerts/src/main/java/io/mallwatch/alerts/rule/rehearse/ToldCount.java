package io.mallwatch.alerts.rule.rehearse;

import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.rule.rehearse.Rehearsal.Firing;
import io.mallwatch.alerts.rule.rehearse.Rehearsal.Told;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts the notifications that alerts would have led to: grouped and repeated as their routes
/// say, without silences, inhibition and muted times, and as if no other rule's alerts were in the
/// groups.
final class ToldCount {

  private static final int MAX_FLUSHES = 1_000_000;

  private record GroupKey(Route route, Labels labels) {}

  private final Route root;
  private final long now;
  private final Map<GroupKey, List<Firing>> groups = new LinkedHashMap<>();
  private int flushes;

  /// @param now the last evaluation
  ToldCount(Route root, Instant now) {
    this.root = root;
    this.now = now.toEpochMilli();
  }

  void add(Firing firing) {
    for (Route route : root.match(firing.labels())) {
      groups
          .computeIfAbsent(
              new GroupKey(route, route.groupLabels(firing.labels())), _ -> new ArrayList<>())
          .add(firing);
    }
  }

  /// By receiver.
  List<Told> count() {
    Map<String, Told> told = new TreeMap<>();
    groups.forEach((key, firings) -> {
      Told one = new Group(key.route.options(), firings).told();
      told.merge(
          one.receiver(),
          one,
          (a, b) -> new Told(a.receiver(), a.firing() + b.firing(), a.resolved() + b.resolved()));
    });
    return List.copyOf(told.values());
  }

  /// Whether it gave up counting.
  boolean isCut() {
    return flushes >= MAX_FLUSHES;
  }

  /// One group with its timers.
  private final class Group {
    private final Route.Options options;
    private final List<Firing> coming;
    private final List<Firing> held = new ArrayList<>();
    private Set<Labels> toldFiring = Set.of();
    private Set<Labels> toldResolved = Set.of();
    private long toldAt = Long.MIN_VALUE;
    private int next;
    private int firing;
    private int resolved;

    Group(Route.Options options, List<Firing> firings) {
      this.options = options;
      this.coming = new ArrayList<>(firings);
      this.coming.sort(Comparator.comparing(Firing::firedAt));
    }

    Told told() {
      while (next < coming.size()) {
        long at = start(coming.get(next)) + options.groupWait().toMillis();
        do {
          flush(at);
          at += Math.max(1, options.groupInterval().toMillis());
        } while (!held.isEmpty() && at <= now && ++flushes < MAX_FLUSHES);
        if (at > now || flushes >= MAX_FLUSHES) {
          break;
        }
      }
      return new Told(options.receiver(), firing, resolved);
    }

    private static long start(Firing firing) {
      return firing.firedAt().toEpochMilli();
    }

    private static boolean hasEnded(Firing firing, long at) {
      return firing.endedAt().isPresent() && firing.endedAt().get().toEpochMilli() <= at;
    }

    private void flush(long at) {
      while (next < coming.size() && start(coming.get(next)) <= at) {
        held.add(coming.get(next));
        next++;
      }
      Set<Labels> fires = new HashSet<>();
      Set<Labels> ended = new HashSet<>();
      held.forEach(one -> (hasEnded(one, at) ? ended : fires).add(one.labels()));
      ended.removeAll(fires);
      if (at <= now && isDue(fires, ended, at)) {
        if (fires.isEmpty()) {
          resolved++;
        } else {
          firing++;
        }
        toldFiring = fires;
        toldResolved = ended;
        toldAt = at;
      }
      held.removeIf(one -> hasEnded(one, at));
    }

    private boolean isDue(Set<Labels> fires, Set<Labels> ended, long at) {
      if (!toldFiring.containsAll(fires)) {
        return true;
      }
      if (fires.isEmpty()) {
        return !toldFiring.isEmpty();
      }
      return !toldResolved.containsAll(ended) || at - toldAt > options.repeatInterval().toMillis();
    }
  }
}
