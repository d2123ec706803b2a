package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.Script.Expectation;
import io.mallwatch.metrics.promql.Script.Span;
import io.mallwatch.metrics.promql.ScriptSeries.Value;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares answers with what a script expects.
final class ScriptResults {

  private static final double TOLERANCE = 1e-6;

  private ScriptResults() {}

  /// What is different, or the empty string.
  static String difference(Expectation expected, Span span, QueryResult.Value actual) {
    boolean histograms =
        expected.series.stream()
            .anyMatch(s -> s.values().stream().anyMatch(Value.NativeHistogram.class::isInstance));
    if (histograms) {
      return "native histograms are expected";
    }
    return switch (actual) {
      case QueryResult.Text(long _, String value) ->
          value.equals(expected.text) ? "" : "got the text " + value;
      case QueryResult.Scalar(long _, double value) -> {
        Double wanted = expected.scalar;
        yield wanted != null && almostEqual(wanted, value) ? "" : "got the scalar " + value;
      }
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) -> vector(expected, samples);
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) -> {
        Span points = expected.rangeVector;
        yield matrix(expected, points == null ? span : points, series);
      }
    };
  }

  private static String vector(Expectation expected, List<QueryResult.VectorSample> samples) {
    Map<Labels, Double> actual = new TreeMap<>(Labels.ORDER);
    List<Labels> order = new ArrayList<>();
    for (QueryResult.VectorSample sample : samples) {
      order.add(sample.labels());
      if (actual.put(sample.labels(), sample.value()) != null) {
        return "twice " + sample.labels();
      }
    }
    Double scalar = expected.scalar;
    if (scalar != null) {
      boolean equal = samples.size() == 1 && almostEqual(scalar, samples.getFirst().value());
      return equal ? "" : "got the vector " + actual;
    }
    for (ScriptSeries series : expected.series) {
      Double value = actual.get(series.labels());
      if (value == null || !almostEqual(number(series.values().getFirst()), value)) {
        return "wanted %s but got %s".formatted(series, actual);
      }
    }
    if (actual.size() != expected.series.size()) {
      return "wanted %d series but got %s".formatted(expected.series.size(), actual);
    }
    boolean inOrder = expected.series.stream().map(ScriptSeries::labels).toList().equals(order);
    return expected.ordered && !inOrder ? "the order is " + order : "";
  }

  private static double number(Value value) {
    return value instanceof Value.FloatValue(double number) ? number : Double.NEGATIVE_INFINITY;
  }

  private static String matrix(
      Expectation expected, Span span, List<QueryResult.SeriesPoints> actual) {
    Map<Labels, Map<Long, Double>> wanted = new TreeMap<>(Labels.ORDER);
    for (ScriptSeries series : expected.series) {
      TreeMap<Long, Double> points = new TreeMap<>();
      for (int i = 0; i < series.values().size(); i++) {
        if (series.values().get(i) instanceof Value.FloatValue(double value)) {
          points.put(span.startMillis() + i * span.stepMillis(), value);
        }
      }
      if (!points.isEmpty()) {
        wanted.put(series.labels(), points);
      }
    }
    Map<Labels, Map<Long, Double>> got = new TreeMap<>(Labels.ORDER);
    List<Labels> order = new ArrayList<>();
    for (QueryResult.SeriesPoints series : actual) {
      TreeMap<Long, Double> points = new TreeMap<>();
      for (int i = 0; i < series.values().length; i++) {
        points.put(series.timestampsMillis()[i], series.values()[i]);
      }
      got.put(series.labels(), points);
      order.add(series.labels());
    }
    boolean sorted = order.stream().sorted(Labels.ORDER).toList().equals(order);
    return sorted && equalPoints(wanted, got) ? "" : "wanted %s but got %s".formatted(wanted, got);
  }

  private static boolean equalPoints(
      Map<Labels, Map<Long, Double>> wanted, Map<Labels, Map<Long, Double>> got) {
    if (!wanted.keySet().equals(got.keySet())) {
      return false;
    }
    return wanted.entrySet().stream()
        .allMatch(entry -> {
          Map<Long, Double> points = got.getOrDefault(entry.getKey(), new TreeMap<>());
          return entry.getValue().keySet().equals(points.keySet())
              && entry.getValue().keySet().stream()
                  .allMatch(time ->
                      almostEqual(
                          entry.getValue().getOrDefault(time, 0.0),
                          points.getOrDefault(time, 0.0)));
        });
  }

  /// The points of a range query at one moment, as a vector.
  static QueryResult.Value middle(QueryResult.Value value, long at) {
    List<QueryResult.VectorSample> samples = new ArrayList<>();
    if (value instanceof QueryResult.Matrix(List<QueryResult.SeriesPoints> all)) {
      for (QueryResult.SeriesPoints series : all) {
        for (int i = 0; i < series.values().length; i++) {
          if (series.timestampsMillis()[i] == at) {
            samples.add(new QueryResult.VectorSample(series.labels(), at, series.values()[i]));
          }
        }
      }
    }
    return new QueryResult.Vector(samples);
  }

  private static boolean almostEqual(double a, double b) {
    if (Sample.isStale(a) || Sample.isStale(b)) {
      return Sample.isStale(a) && Sample.isStale(b);
    }
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }
}
