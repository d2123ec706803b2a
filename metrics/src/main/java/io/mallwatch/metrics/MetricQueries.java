package io.mallwatch.metrics;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Where numbers are asked for; the seam is the query, not the series. Engines: embedded
/// (`metrics.promql` over `metrics.tsdb`), any server with Prometheus's HTTP API
/// (`metrics.prometheus`). Thread-safe; calls block.
///
/// All throw [io.mallwatch.model.BadQueryException] for what cannot be parsed or is not allowed,
/// [io.mallwatch.model.DeadlineExceededException] past the deadline,
/// [io.mallwatch.model.StoreOverloadedException] when too many queries run (retry later).
public interface MetricQueries {

  /// The value of `query` at `at`.
  QueryResult instant(String query, Instant at, QueryOptions options);

  /// The values of `query` from `start` to `end`, both inclusive, each `step`; a
  /// [QueryResult.Matrix].
  QueryResult range(String query, Instant start, Instant end, Duration step, QueryOptions options);

  /// Series with samples in `range` that pass all matchers of any of `selectors`; sorted.
  List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions options);

  /// Label names of such series (of all series when `selectors` is empty); sorted.
  List<String> labelNames(List<List<Matcher>> selectors, TimeRange range, QueryOptions options);

  /// Values of label `name` of such series; sorted.
  List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options);

  /// Exemplars of the series that `query` selects, oldest first.
  List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options);

  /// Metadata of metric family `family`, or of all when it is empty.
  List<MetricMetadata> metadata(String family);

  MetricCapabilities capabilities();
}
