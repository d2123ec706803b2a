package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The newest exemplars, the oldest go first. Thread-safe.
final class ExemplarStore {

  /// Characters of names and values together, as OpenMetrics has it.
  static final int MAX_LABELS_LENGTH = 128;

  private final int limit;
  private final Deque<Exemplar> kept = new ArrayDeque<>(); // guarded by this
  private final Map<Labels, Exemplar> newest = new HashMap<>(); // guarded by this

  ExemplarStore(int limit) {
    this.limit = limit;
  }

  /// Whether `exemplar` is new, not behind its series' newest, and its labels are not too long.
  synchronized boolean accepts(Exemplar exemplar) {
    Exemplar last = newest.get(exemplar.series());
    return limit > 0
        && length(exemplar.labels()) <= MAX_LABELS_LENGTH
        && (last == null
            || exemplar.timestampMillis() > last.timestampMillis()
            || (exemplar.timestampMillis() == last.timestampMillis() && !exemplar.equals(last)));
  }

  private static int length(Labels labels) {
    int length = 0;
    for (Label label : labels) {
      length +=
          label.name().codePointCount(0, label.name().length())
              + label.value().codePointCount(0, label.value().length());
    }
    return length;
  }

  synchronized void add(Exemplar exemplar) {
    kept.addLast(exemplar);
    newest.put(exemplar.series(), exemplar);
    while (kept.size() > limit) {
      Exemplar oldest = kept.removeFirst();
      newest.remove(oldest.series(), oldest);
    }
  }

  /// Exemplars of series that pass all matchers of any selector, in `[fromMillis, toMillis]`,
  /// oldest first.
  synchronized List<Exemplar> find(List<List<Matcher>> selectors, long fromMillis, long toMillis) {
    Map<Labels, Boolean> asked = new HashMap<>();
    List<Exemplar> found = new ArrayList<>();
    for (Exemplar exemplar : kept) {
      if (exemplar.timestampMillis() >= fromMillis
          && exemplar.timestampMillis() <= toMillis
          && asked.computeIfAbsent(exemplar.series(), series -> passes(series, selectors))) {
        found.add(exemplar);
      }
    }
    found.sort(Comparator.comparingLong(Exemplar::timestampMillis));
    return found;
  }

  private static boolean passes(Labels series, List<List<Matcher>> selectors) {
    return selectors.stream()
        .anyMatch(matchers -> matchers.stream().allMatch(matcher -> matcher.matches(series)));
  }

  /// All, in the order they came.
  synchronized List<Exemplar> all() {
    return List.copyOf(kept);
  }

  synchronized int size() {
    return kept.size();
  }
}
