package io.mallwatch.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An immutable set of labels, sorted by name, each name once, no empty values: the identity of a
/// series and of an alert.
///
/// Empty values are dropped on creation, as Prometheus does, so `{a=""}` equals `{}`.
public final class Labels implements Iterable<Label> {

  /// Pair by pair; a shorter set that is a prefix comes first.
  public static final Comparator<Labels> ORDER = Labels::compare;

  /// The label that holds a metric's name.
  public static final String METRIC_NAME = "__name__";

  /// The label that holds an alert's name.
  public static final String ALERT_NAME = "alertname";

  /// No labels at all.
  public static final Labels EMPTY = new Labels(new String[0]);

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /// name, value, name, value ... sorted by name.
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /// From name, value, name, value ...; the last of two equal names wins.
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("labels come as pairs of name and value");
    }
    if (namesAndValues.length > 0 && isSorted(namesAndValues)) {
      return new Labels(namesAndValues.clone());
    }
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      sorted.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return ofSorted(sorted);
  }

  /// From a map of names to values.
  public static Labels of(Map<String, String> labels) {
    return labels.isEmpty() ? EMPTY : ofSorted(new TreeMap<>(labels));
  }

  /// From labels in any order; the last of two equal names wins.
  public static Labels of(Collection<Label> labels) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (Label label : labels) {
      sorted.put(label.name(), label.value());
    }
    return ofSorted(sorted);
  }

  /// From name, value, name, value ... already sorted by name, each name once, no text empty. The
  /// array is not copied and must not be changed.
  ///
  /// @throws IllegalArgumentException when the pairs are not so
  public static Labels ofSortedPairs(String[] pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("labels come as pairs of name and value");
    }
    if (!isSorted(pairs)) {
      throw new IllegalArgumentException(
          "a label of %s is empty, twice or not in order".formatted(List.of(pairs)));
    }
    return pairs.length == 0 ? EMPTY : new Labels(pairs);
  }

  /// Whether names come in order, each once, and no text is empty.
  private static boolean isSorted(String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      boolean behind = i == 0 || pairs[i - 2].compareTo(pairs[i]) < 0;
      if (!behind || pairs[i].isEmpty() || pairs[i + 1].isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Labels ofSorted(SortedMap<String, String> sorted) {
    List<String> kept = new ArrayList<>(sorted.size() * 2);
    sorted.forEach((name, value) -> {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a label name is empty");
      }
      if (!value.isEmpty()) {
        kept.add(name);
        kept.add(value);
      }
    });
    return kept.isEmpty() ? EMPTY : new Labels(kept.toArray(String[]::new));
  }

  /// How many labels there are.
  public int size() {
    return pairs.length / 2;
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /// The value of `name`, or the empty string when there is no such label.
  public String get(String name) {
    String value = find(name);
    return value == null ? "" : value;
  }

  /// Whether there is a label `name`.
  public boolean has(String name) {
    return find(name) != null;
  }

  private @Nullable String find(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /// The name at `index`, counted from 0 in sorted order.
  public String name(int index) {
    return pairs[index * 2];
  }

  /// The value at `index`, counted from 0 in order of names.
  public String value(int index) {
    return pairs[index * 2 + 1];
  }

  /// The value of [#METRIC_NAME], or the empty string.
  public String metricName() {
    return get(METRIC_NAME);
  }

  /// These labels with `name` set to `value`; an empty value removes it.
  public Labels with(String name, String value) {
    SortedMap<String, String> sorted = toSortedMap();
    sorted.put(name, value);
    return ofSorted(sorted);
  }

  /// These labels and `others`; on equal names `others` wins.
  public Labels with(Labels others) {
    if (others.isEmpty()) {
      return this;
    }
    SortedMap<String, String> sorted = toSortedMap();
    sorted.putAll(others.toSortedMap());
    return ofSorted(sorted);
  }

  /// These labels without `name`.
  public Labels without(String name) {
    return has(name) ? filter(n -> !n.equals(name)) : this;
  }

  /// The labels whose name passes `keep`.
  public Labels filter(Predicate<String> keep) {
    List<String> kept = new ArrayList<>(pairs.length);
    for (int i = 0; i < pairs.length; i += 2) {
      if (keep.test(pairs[i])) {
        kept.add(pairs[i]);
        kept.add(pairs[i + 1]);
      }
    }
    return kept.isEmpty() ? EMPTY : new Labels(kept.toArray(String[]::new));
  }

  /// A fresh map, sorted by name.
  public Map<String, String> toMap() {
    return toSortedMap();
  }

  private SortedMap<String, String> toSortedMap() {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      sorted.put(pairs[i], pairs[i + 1]);
    }
    return sorted;
  }

  /// Alertmanager's fingerprint: FNV-1a 64 over `name 0xFF value 0xFF` of each label in order.
  public long fingerprint() {
    long fnv = FNV_OFFSET;
    for (String part : pairs) {
      for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
        fnv = (fnv ^ (b & 0xff)) * FNV_PRIME;
      }
      fnv = (fnv ^ 0xff) * FNV_PRIME;
    }
    return fnv;
  }

  /// In the order of names.
  @Override
  public Iterator<Label> iterator() {
    return new Iterator<>() {
      private int next = 0;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Label next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Label label = new Label(name(next), value(next));
        next++;
        return label;
      }
    };
  }

  private static int compare(Labels left, Labels right) {
    int shared = Math.min(left.pairs.length, right.pairs.length);
    for (int i = 0; i < shared; i++) {
      int order = left.pairs[i].compareTo(right.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.pairs.length, right.pairs.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels labels
        && hash == labels.hash
        && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// As Prometheus prints a series: `name{a="b"}`.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(metricName());
    boolean braces = false;
    for (Label label : this) {
      if (label.name().equals(METRIC_NAME)) {
        continue;
      }
      out.append(braces ? ", " : "{").append(label.name()).append("=\"");
      out.append(escape(label.value())).append('"');
      braces = true;
    }
    if (braces) {
      out.append('}');
    } else if (out.isEmpty()) {
      out.append("{}");
    }
    return out.toString();
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
