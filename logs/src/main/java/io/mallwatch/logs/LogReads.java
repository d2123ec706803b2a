package io.mallwatch.logs;

/// What can be asked of log lines: of the store as it is now ([LogStore]), or as it was at a moment
/// ([LogStore.Snapshot]).
public interface LogReads {

  /// Finds entries.
  LogSearchResult search(LogQuery query);

  /// Counts entries.
  LogAggregation.Result aggregate(LogAggregation aggregation);
}
