package io.mallwatch.metrics.ingest;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names and values of labels as they are read, in any order. Not thread-safe; used again and
/// again.
public final class LabelPairs {

  /// Most labels of a series that are looked at; more are refused by whoever reads.
  public static final int MOST = 512;

  private final List<String> pairs = new ArrayList<>();
  private String lastName = "";
  private boolean inOrder = true; // then no name is empty or comes twice

  public void clear() {
    pairs.clear();
    lastName = "";
    inOrder = true;
  }

  public void add(String name, String value) {
    inOrder &= name.compareTo(lastName) > 0;
    lastName = name;
    pairs.add(name);
    pairs.add(value);
  }

  /// How many pairs there are.
  public int size() {
    return pairs.size() / 2;
  }

  public boolean has(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The name that comes twice, or null.
  public @Nullable String repeated() {
    for (int i = 2; i < pairs.size(); i += 2) {
      for (int j = 0; j < i; j += 2) {
        if (pairs.get(i).equals(pairs.get(j))) {
          return pairs.get(i);
        }
      }
    }
    return null;
  }

  /// Why these are not the labels of a series; null when they are.
  public @Nullable String problem() {
    if (!inOrder && has("")) {
      return "%s has a label without a name".formatted(shown());
    }
    String twice = inOrder ? null : repeated();
    if (twice != null) {
      return "%s has label %s twice".formatted(shown(), twice);
    }
    return value(Labels.METRIC_NAME).isEmpty()
        ? "a series has no metric name: %s".formatted(shown())
        : null;
  }

  private String value(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        return pairs.get(i + 1);
      }
    }
    return "";
  }

  /// For messages; at most a few hundred characters.
  public String shown() {
    StringBuilder out = new StringBuilder(value(Labels.METRIC_NAME)).append('{');
    for (int i = 0; i < pairs.size() && out.length() < 300; i += 2) {
      if (!pairs.get(i).equals(Labels.METRIC_NAME)) {
        out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ");
        out.append(pairs.get(i)).append("=\"").append(pairs.get(i + 1)).append('"');
      }
    }
    return out.append('}').toString();
  }

  /// The labels; there must be no [#problem()] that has to do with names.
  public Labels labels() {
    return Labels.of(pairs.toArray(String[]::new));
  }

  /// About how many bytes the texts take.
  public int weight() {
    int weight = 0;
    for (String text : pairs) {
      weight += text.length() + 8;
    }
    return weight;
  }
}
