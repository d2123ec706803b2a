package io.mallwatch.monitors.business;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/// Answers queries by a function of text and time; NaN stands for no answer.
public final class FakeMetrics implements MetricQueries {

  private final BiFunction<String, Instant, Double> answer;

  public FakeMetrics(BiFunction<String, Instant, Double> answer) {
    this.answer = answer;
  }

  @Override
  public QueryResult instant(String query, Instant at, QueryOptions options) {
    double value = answer.apply(query, at);
    List<QueryResult.VectorSample> samples =
        Double.isNaN(value)
            ? List.of()
            : List.of(new QueryResult.VectorSample(Labels.EMPTY, at.toEpochMilli(), value));
    return result(new QueryResult.Vector(samples));
  }

  @Override
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions options) {
    int size = (int) (Duration.between(start, end).toMillis() / step.toMillis()) + 1;
    long[] times = new long[size];
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      Instant at = start.plus(step.multipliedBy(i));
      times[i] = at.toEpochMilli();
      values[i] = answer.apply(query, at);
    }
    return result(
        new QueryResult.Matrix(List.of(new QueryResult.SeriesPoints(Labels.EMPTY, times, values))));
  }

  private static QueryResult result(QueryResult.Value value) {
    return new QueryResult(value, List.of(), List.of(), new QueryResult.Stats(0, 0, 0));
  }

  @Override
  public List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return List.of();
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return List.of();
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    return List.of();
  }

  @Override
  public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options) {
    return List.of();
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
