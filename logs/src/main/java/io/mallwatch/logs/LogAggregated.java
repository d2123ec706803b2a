package io.mallwatch.logs;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What an aggregation came to.
public sealed interface LogAggregated {

  /// @param other entries that are in none of the buckets of a [LogAggregate.Terms]
  record Buckets(List<Bucket> buckets, long other) implements LogAggregated {
    public Buckets {
      buckets = List.copyOf(buckets);
    }
  }

  /// @param key [Long] milliseconds, [Double], [String], or a [List] of these for a composite
  record Bucket(Object key, long count, Map<String, LogAggregated> below) {
    public Bucket {
      below = Map.copyOf(below);
    }
  }

  /// Least and greatest are infinite when there are no numbers.
  record Summary(long count, double sum, double min, double max, double sumOfSquares)
      implements LogAggregated {
    public static final Summary NONE =
        new Summary(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

    /// Null without numbers.
    public @Nullable Double average() {
      return count == 0 ? null : sum / count;
    }
  }

  record Count(long value) implements LogAggregated {}

  /// @param count how many numbers
  /// @param at the number at a percentile, 0 to 100; NaN without numbers
  /// @param rank the percentile of a number
  record Distribution(long count, DoubleUnaryOperator at, DoubleUnaryOperator rank)
      implements LogAggregated {}

  /// @param total entries of the bucket
  record Hits(long total, List<LogHit> hits) implements LogAggregated {
    public Hits {
      hits = List.copyOf(hits);
    }
  }
}
