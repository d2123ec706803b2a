package io.mallwatch.metrics.promql.differential;

import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import java.util.Map;
import java.util.TreeMap;

/// An answer with numbers only.
///
/// @param failed whether there is none
/// @param error why not
/// @param series points by time
record Answer(boolean failed, String error, Map<Labels, Map<Long, Double>> series) {

  private static final double TOLERANCE = 1e-9;

  static Answer of(QueryResult.Value value) {
    Map<Labels, Map<Long, Double>> series = new TreeMap<>(Labels.ORDER);
    switch (value) {
      case QueryResult.Scalar(long time, double number) ->
          series.put(Labels.EMPTY, Map.of(time, number));
      case QueryResult.Text text -> throw new IllegalArgumentException("a text: " + text);
      case QueryResult.Vector vector ->
          vector
              .samples()
              .forEach(sample ->
                  series.put(sample.labels(), Map.of(sample.timestampMillis(), sample.value())));
      case QueryResult.Matrix matrix -> matrix.series().forEach(one -> put(series, one));
    }
    return new Answer(false, "", series);
  }

  private static void put(Map<Labels, Map<Long, Double>> series, QueryResult.SeriesPoints one) {
    Map<Long, Double> points = new TreeMap<>();
    for (int i = 0; i < one.values().length; i++) {
      points.put(one.timestampsMillis()[i], one.values()[i]);
    }
    series.put(one.labels(), points);
  }

  /// What is different, or the empty string.
  String difference(Answer other) {
    if (failed || other.failed) {
      return failed == other.failed ? "" : "only one failed: " + error + other.error;
    }
    if (!series.keySet().equals(other.series.keySet())) {
      return "series %s or %s".formatted(series, other.series);
    }
    for (Map.Entry<Labels, Map<Long, Double>> one : series.entrySet()) {
      Map<Long, Double> mine = one.getValue();
      Map<Long, Double> theirs = other.series.getOrDefault(one.getKey(), Map.of());
      if (!mine.keySet().equals(theirs.keySet())) {
        return "%s at %s or %s".formatted(one.getKey(), mine, theirs);
      }
      for (Map.Entry<Long, Double> point : mine.entrySet()) {
        double wanted = theirs.getOrDefault(point.getKey(), 0.0);
        if (!close(point.getValue(), wanted)) {
          return "%s at %d: %s or %s".formatted(one.getKey(), point.getKey(), point, wanted);
        }
      }
    }
    return "";
  }

  private static boolean close(double a, double b) {
    if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
      return true;
    }
    return Math.abs(a - b) <= TOLERANCE * Math.max(1e-3, Math.max(Math.abs(a), Math.abs(b)));
  }
}
