package io.mallwatch.logs;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts over the entries that pass a filter: a histogram in time, split by one field, and the
/// commonest values of some fields.
///
/// @param indexPattern as in [LogQuery]
/// @param histogram bars in time, or null for none
/// @param facets fields whose values to count: `level`, `service`, `category`, `action`, `tags`,
///   `error.name`, `userId`, `data.<path>`
/// @param facetSize most values counted per field; the counts are exact, the rest is in `other`
public record LogAggregation(
    String indexPattern,
    TimeRange range,
    LogFilter filter,
    @Nullable Histogram histogram,
    List<String> facets,
    int facetSize,
    Deadline deadline) {

  public LogAggregation {
    facets = List.copyOf(facets);
  }

  /// Bars of `interval` (an hour, day or week is cut in `zone`), split by the values of `splitBy`
  /// when that is not empty.
  public record Histogram(Duration interval, ZoneId zone, String splitBy) {}

  /// The counts.
  ///
  /// @param total entries that passed; exact
  /// @param bars oldest first, without the empty ones
  /// @param facets by field, commonest first
  public record Result(long total, List<Bar> bars, Map<String, Facet> facets) {
    public Result {
      bars = List.copyOf(bars);
      facets = Map.copyOf(facets);
    }
  }

  /// @param startMillis first moment of the bar
  /// @param count entries in it
  /// @param split the same by value of the split field; empty without one
  public record Bar(long startMillis, long count, Map<String, Long> split) {
    public Bar {
      split = Map.copyOf(split);
    }
  }

  /// @param values commonest first, ties by value
  /// @param other entries whose value is not among them
  public record Facet(List<Value> values, long other) {
    public Facet {
      values = List.copyOf(values);
    }
  }

  public record Value(String value, long count) {}
}
