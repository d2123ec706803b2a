package io.mallwatch.logs;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The counts that pages of logs show: a histogram in time, split by one field, and the commonest
/// values of some fields.
///
/// @param indexPattern as in [LogQuery]
/// @param histogram bars in time, or null for none
/// @param facets fields whose values to count: `level`, `service`, `category`, `action`, `tags`,
///   `error.name`, `userId`, `data.<path>`
/// @param facetSize most values counted per field; the counts are exact, the rest is in `other`
public record LogCounts(
    String indexPattern,
    TimeRange range,
    LogFilter filter,
    @Nullable Histogram histogram,
    List<String> facets,
    int facetSize,
    Deadline deadline) {

  private static final int MOST_BUCKETS = 1_000_000;
  private static final int MOST_SPLITS = 10_000;
  private static final String BARS = "bars";
  private static final String SPLIT = "split";
  private static final String FACET = "facet ";

  public LogCounts {
    facets = List.copyOf(facets);
  }

  /// Bars of `interval` (an hour, day or week is cut in `zone`), split by the values of `splitBy`
  /// when that is not empty.
  public record Histogram(Duration interval, ZoneId zone, String splitBy) {

    private LogAggregate aggregate() {
      LogAggregate.Interval length =
          interval.equals(Duration.ofDays(1))
              ? new LogAggregate.Calendar(LogAggregate.Unit.DAY)
              : interval.equals(Duration.ofDays(7))
                  ? new LogAggregate.Calendar(LogAggregate.Unit.WEEK)
                  : new LogAggregate.Fixed(interval.toMillis());
      return new LogAggregate.DateHistogram(
          "timestamp",
          length,
          zone,
          0,
          1,
          null,
          null,
          splitBy.isEmpty() ? Map.of() : Map.of(SPLIT, terms(splitBy, MOST_SPLITS)));
    }
  }

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

  private static LogAggregate terms(String field, int size) {
    return new LogAggregate.Terms(
        field,
        size,
        List.of(new LogAggregate.Order("_count", false)),
        LogAggregate.Choice.ALL,
        null,
        1,
        Map.of());
  }

  /// Counts in `logs`.
  public Result in(LogReads logs) {
    Map<String, LogAggregate> wanted = new LinkedHashMap<>();
    if (histogram != null) {
      wanted.put(BARS, histogram.aggregate());
    }
    for (String field : facets) {
      wanted.put(FACET + field, terms(field, facetSize));
    }
    LogAggregation.Result counted =
        logs.aggregate(
            new LogAggregation(indexPattern, range, filter, wanted, MOST_BUCKETS, deadline));
    List<Bar> bars = new ArrayList<>();
    for (LogAggregated.Bucket bucket : buckets(counted.answers().get(BARS)).buckets()) {
      Map<String, Long> split = new HashMap<>();
      buckets(bucket.below().get(SPLIT))
          .buckets()
          .forEach(one -> split.put(one.key().toString(), one.count()));
      bars.add(new Bar((Long) bucket.key(), bucket.count(), split));
    }
    Map<String, Facet> named = new HashMap<>();
    for (String field : facets) {
      LogAggregated.Buckets found = buckets(counted.answers().get(FACET + field));
      List<Value> values =
          found.buckets().stream().map(b -> new Value(b.key().toString(), b.count())).toList();
      named.put(field, new Facet(values, found.other()));
    }
    return new Result(counted.total(), bars, named);
  }

  private static LogAggregated.Buckets buckets(@Nullable LogAggregated answer) {
    return answer instanceof LogAggregated.Buckets buckets
        ? buckets
        : new LogAggregated.Buckets(List.of(), 0);
  }
}
