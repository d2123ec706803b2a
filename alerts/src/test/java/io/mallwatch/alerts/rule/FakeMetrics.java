package io.mallwatch.alerts.rule;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.QueryResult.VectorSample;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.Sample;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Answers expressions as told and keeps what rules write. Knows just enough to answer what a
/// restored rule asks about `ALERTS_FOR_STATE`.
final class FakeMetrics implements MetricQueries, MetricSink {

  private final Map<String, Supplier<QueryResult.Value>> answers = new HashMap<>();
  final List<SeriesSamples> written = new ArrayList<>();
  final List<String> asked = new ArrayList<>();

  /// From now on `expression` has these series and values.
  void answer(String expression, Map<Labels, Double> values) {
    answers.put(
        expression,
        () ->
            new QueryResult.Vector(
                values.entrySet().stream()
                    .map(entry -> new VectorSample(entry.getKey(), 0, entry.getValue()))
                    .toList()));
  }

  void answerWith(String expression, Supplier<QueryResult.Value> answer) {
    answers.put(expression, answer);
  }

  /// Values of the last samples by series, those that have ended left out.
  Map<String, Double> current() {
    Map<String, Double> current = new LinkedHashMap<>();
    for (SeriesSamples series : written) {
      double value = series.values()[0];
      if (Sample.isStale(value)) {
        current.remove(series.labels().toString());
      } else {
        current.put(series.labels().toString(), value);
      }
    }
    return current;
  }

  @Override
  public QueryResult instant(String query, Instant at, QueryOptions options) {
    asked.add(query);
    Supplier<QueryResult.Value> answer = answers.get(query);
    QueryResult.Value value =
        answer != null
            ? answer.get()
            : query.contains("ALERTS_FOR_STATE")
                ? forState(query)
                : new QueryResult.Vector(List.of());
    return new QueryResult(value, List.of(), List.of(), new QueryResult.Stats(0, 0, 0));
  }

  private QueryResult.Vector forState(String query) {
    Map<Labels, VectorSample> samples = new HashMap<>();
    for (SeriesSamples series : written) {
      Labels labels = series.labels();
      boolean asksFor = query.contains('"' + labels.get("alertname") + '"');
      if (!labels.metricName().equals("ALERTS_FOR_STATE") || !asksFor) {
        continue;
      }
      long at = series.timestampsMillis()[0];
      double value = query.startsWith("timestamp(") ? at / 1000.0 : series.values()[0];
      if (Sample.isStale(series.values()[0])) {
        samples.remove(labels);
      } else {
        samples.put(labels, new VectorSample(labels, at, value));
      }
    }
    return new QueryResult.Vector(List.copyOf(samples.values()));
  }

  @Override
  public AppendResult append(MetricBatch batch) {
    written.addAll(batch.series());
    return AppendResult.allAccepted(batch.size());
  }

  @Override
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<MetricMetadata> metadata(String family) {
    return List.of();
  }

  @Override
  public MetricCapabilities capabilities() {
    return new MetricCapabilities(false, false, false, false, false);
  }
}
