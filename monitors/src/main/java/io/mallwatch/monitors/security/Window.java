package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What happened to one key within the last while, by the time of the events; at most so many
/// events, the oldest go first. Not thread-safe.
final class Window {

  /// @param distinct what is told apart, such as the account
  record Seen(long millis, String distinct, double amount, EntryRef source) {}

  private final ArrayDeque<Seen> events = new ArrayDeque<>(4);
  private long newest = Long.MIN_VALUE;

  void add(Seen seen, long lengthMillis, int most) {
    newest = Math.max(newest, seen.millis());
    if (seen.millis() <= newest - lengthMillis) {
      return; // came too late to count
    }
    events.addLast(seen);
    long from = newest - lengthMillis;
    for (Iterator<Seen> each = events.iterator(); each.hasNext(); ) {
      Seen one = each.next();
      if (one.millis() > from) {
        break;
      }
      each.remove();
    }
    while (events.size() > most) {
      events.removeFirst();
    }
  }

  int count() {
    return events.size();
  }

  int distinct() {
    Set<String> values = new HashSet<>();
    events.forEach(seen -> values.add(seen.distinct()));
    return values.size();
  }

  double amount() {
    double sum = 0;
    for (Seen seen : events) {
      sum += seen.amount();
    }
    return sum;
  }

  /// How often each of the values told apart came.
  Map<String, Integer> tally() {
    Map<String, Integer> tally = new HashMap<>();
    events.forEach(seen -> tally.merge(seen.distinct(), 1, Integer::sum));
    return tally;
  }

  /// The newest entries, at most `most`.
  List<EntryRef> evidence(int most) {
    return events.stream()
        .skip(Math.max(0, events.size() - (long) most))
        .map(Seen::source)
        .toList();
  }

  void clear() {
    events.clear();
  }
}
