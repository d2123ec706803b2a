package io.mallwatch.logs.lucene.sort;

import io.mallwatch.logs.LogSort;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The order of values, as [LogSort] has it.
final class SortValues {

  private SortValues() {}

  /// Compares what two entries have of every key.
  static Comparator<List<@Nullable Object>> by(List<LogSort> keys) {
    return (left, right) -> {
      for (int i = 0; i < keys.size(); i++) {
        int order = compare(keys.get(i), left.get(i), right.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  static int compare(LogSort key, @Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return missing(key, left == null, right == null);
    }
    int order =
        left instanceof Number a
            ? right instanceof Number b ? Double.compare(a.doubleValue(), b.doubleValue()) : -1
            : right instanceof Number ? 1 : compareTexts(left.toString(), right.toString());
    return key.descending() ? -order : order;
  }

  /// Where entries go of which at least one has no value.
  static int missing(LogSort key, boolean left, boolean right) {
    if (left == right) {
      return 0;
    }
    return left == key.missingFirst() ? -1 : 1;
  }

  /// By code points, which is the order of the index.
  static int compareTexts(String left, String right) {
    return new BytesRef(left).compareTo(new BytesRef(right));
  }
}
