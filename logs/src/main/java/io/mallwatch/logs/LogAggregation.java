package io.mallwatch.logs;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.util.Map;

/// Aggregations over the entries that pass a filter.
///
/// @param indexPattern as in [LogQuery]
/// @param wanted by name
/// @param maxBuckets most buckets of all together; past it the request is refused
public record LogAggregation(
    String indexPattern,
    TimeRange range,
    LogFilter filter,
    Map<String, LogAggregate> wanted,
    int maxBuckets,
    Deadline deadline) {

  /// What Elasticsearch allows by default (`search.max_buckets`).
  public static final int MAX_BUCKETS = 65_536;

  public LogAggregation {
    wanted = Map.copyOf(wanted);
  }

  /// @param total entries that passed; exact
  public record Result(long total, Map<String, LogAggregated> answers) {
    public Result {
      answers = Map.copyOf(answers);
    }
  }

  /// More buckets than allowed.
  public static final class TooManyBucketsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int limit;

    public TooManyBucketsException(int limit) {
      super(
          "Trying to create too many buckets. Must be less than or equal to: [%d]. This limit can"
                  .formatted(limit)
              + " be set by changing the [search.max_buckets] cluster level setting.");
      this.limit = limit;
    }

    public int limit() {
      return limit;
    }
  }
}
