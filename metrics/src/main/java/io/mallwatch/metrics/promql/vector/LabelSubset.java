package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.Collection;
import java.util.Set;

/// Some of the labels of a series, chosen by name; hashes and compares them without building them.
/// Immutable.
public final class LabelSubset {

  private final String[] names;
  private final boolean only;

  private LabelSubset(Collection<String> names, boolean only) {
    this.names = Set.copyOf(names).toArray(String[]::new);
    this.only = only;
  }

  /// Those called `names`.
  public static LabelSubset only(Collection<String> names) {
    return new LabelSubset(names, true);
  }

  /// All but those called `names`.
  public static LabelSubset except(Collection<String> names) {
    return new LabelSubset(names, false);
  }

  private boolean keeps(String name) {
    for (String one : names) {
      if (one.equals(name)) {
        return only;
      }
    }
    return !only;
  }

  /// Equal for labels that are [#same(Labels, Labels)].
  public long hash(Labels labels) {
    long hash = 0;
    for (int i = 0; i < labels.size(); i++) {
      String name = labels.name(i);
      if (keeps(name)) {
        hash = mixed(mixed(hash, name.hashCode()), labels.value(i).hashCode());
      }
    }
    return hash;
  }

  private static long mixed(long hash, int more) {
    long mixed = (hash ^ more) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }

  /// Whether two series agree in them.
  public boolean same(Labels left, Labels right) {
    int i = 0;
    int j = 0;
    while (true) {
      while (i < left.size() && !keeps(left.name(i))) {
        i++;
      }
      while (j < right.size() && !keeps(right.name(j))) {
        j++;
      }
      if (i == left.size() || j == right.size()) {
        return i == left.size() && j == right.size();
      }
      if (!left.name(i).equals(right.name(j)) || !left.value(i).equals(right.value(j))) {
        return false;
      }
      i++;
      j++;
    }
  }

  /// The labels themselves.
  public Labels of(Labels labels) {
    return labels.filter(this::keeps);
  }
}
