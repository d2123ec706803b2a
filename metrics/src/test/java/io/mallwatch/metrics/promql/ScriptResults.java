package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.promql.Script.Expectation;
import io.mallwatch.metrics.promql.Script.Span;
import io.mallwatch.metrics.promql.ScriptSeries.Value;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramText;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares answers with what a script expects.
final class ScriptResults {

  private static final double TOLERANCE = 1e-6;

  private ScriptResults() {}

  /// A number or a histogram of an answer.
  private record Point(double value, @Nullable NativeHistogram histogram) {

    boolean matches(Value expected) {
      NativeHistogram actual = histogram;
      return switch (expected) {
        case Value.Missing() -> false;
        case Value.FloatValue(double wanted) -> actual == null && almostEqual(wanted, value);
        case Value.HistogramValue(NativeHistogram wanted, boolean hintSet) ->
            actual != null
                && almostEqual(wanted, actual)
                && (!hintSet || wanted.hint() == actual.hint());
      };
    }

    @Override
    public String toString() {
      NativeHistogram actual = histogram;
      return actual == null
          ? String.valueOf(value)
          : "%s %d %s".formatted(HistogramText.of(actual), actual.schema(), actual.hint());
    }
  }

  /// What is different, or the empty string.
  static String difference(Expectation expected, Span span, QueryResult.Value actual) {
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
    Map<Labels, Point> actual = new TreeMap<>(Labels.ORDER);
    List<Labels> order = new ArrayList<>();
    for (QueryResult.VectorSample sample : samples) {
      order.add(sample.labels());
      if (actual.put(sample.labels(), new Point(sample.value(), sample.histogram())) != null) {
        return "twice " + sample.labels();
      }
    }
    Double scalar = expected.scalar;
    if (scalar != null) {
      boolean equal = samples.size() == 1 && almostEqual(scalar, samples.getFirst().value());
      return equal ? "" : "got the vector " + actual;
    }
    for (ScriptSeries series : expected.series) {
      Point point = actual.get(series.labels());
      if (point == null || !point.matches(series.values().getFirst())) {
        return "wanted %s but got %s".formatted(describe(series), actual);
      }
    }
    if (actual.size() != expected.series.size()) {
      return "wanted %d series but got %s".formatted(expected.series.size(), actual);
    }
    boolean inOrder = expected.series.stream().map(ScriptSeries::labels).toList().equals(order);
    return expected.ordered && !inOrder ? "the order is " + order : "";
  }

  private static String describe(ScriptSeries series) {
    return series.labels() + " " + series.values().stream().map(ScriptResults::describe).toList();
  }

  private static String describe(Value value) {
    return switch (value) {
      case Value.Missing() -> "_";
      case Value.FloatValue(double number) -> String.valueOf(number);
      case Value.HistogramValue(NativeHistogram histogram, boolean _) ->
          new Point(0, histogram).toString();
    };
  }

  private static String matrix(
      Expectation expected, Span span, List<QueryResult.SeriesPoints> actual) {
    Map<Labels, Map<Long, Value>> wanted = new TreeMap<>(Labels.ORDER);
    for (ScriptSeries series : expected.series) {
      TreeMap<Long, Value> points = new TreeMap<>();
      for (int i = 0; i < series.values().size(); i++) {
        if (!(series.values().get(i) instanceof Value.Missing)) {
          points.put(span.startMillis() + i * span.stepMillis(), series.values().get(i));
        }
      }
      if (!points.isEmpty()) {
        wanted.put(series.labels(), points);
      }
    }
    Map<Labels, Map<Long, Point>> got = new TreeMap<>(Labels.ORDER);
    List<Labels> order = new ArrayList<>();
    for (QueryResult.SeriesPoints series : actual) {
      got.put(series.labels(), points(series));
      order.add(series.labels());
    }
    boolean sorted = order.stream().sorted(Labels.ORDER).toList().equals(order);
    if (sorted && equalPoints(wanted, got)) {
      return "";
    }
    return "wanted %s but got %s"
        .formatted(expected.series.stream().map(ScriptResults::describe).toList(), got);
  }

  private static Map<Long, Point> points(QueryResult.SeriesPoints series) {
    TreeMap<Long, Point> points = new TreeMap<>();
    for (int i = 0; i < series.values().length; i++) {
      points.put(series.timestampsMillis()[i], new Point(series.values()[i], null));
    }
    for (int i = 0; i < series.histograms().length; i++) {
      points.put(series.histogramsMillis()[i], new Point(0, series.histograms()[i]));
    }
    return points;
  }

  private static boolean equalPoints(
      Map<Labels, Map<Long, Value>> wanted, Map<Labels, Map<Long, Point>> got) {
    if (!wanted.keySet().equals(got.keySet())) {
      return false;
    }
    return wanted.entrySet().stream()
        .allMatch(entry -> {
          Map<Long, Point> points = got.getOrDefault(entry.getKey(), Map.of());
          return entry.getValue().keySet().equals(points.keySet())
              && entry.getValue().entrySet().stream()
                  .allMatch(at -> {
                    Point point = points.get(at.getKey());
                    return point != null && point.matches(at.getValue());
                  });
        });
  }

  /// The points of a range query at one moment, as a vector.
  static QueryResult.Value middle(QueryResult.Value value, long at) {
    List<QueryResult.VectorSample> samples = new ArrayList<>();
    if (value instanceof QueryResult.Matrix(List<QueryResult.SeriesPoints> all)) {
      for (QueryResult.SeriesPoints series : all) {
        Point point = points(series).get(at);
        if (point != null) {
          samples.add(
              new QueryResult.VectorSample(series.labels(), at, point.value(), point.histogram()));
        }
      }
    }
    return new QueryResult.Vector(samples);
  }

  private static boolean almostEqual(NativeHistogram left, NativeHistogram right) {
    NativeHistogram a = HistogramMath.compact(left);
    NativeHistogram b = HistogramMath.compact(right);
    return a.schema() == b.schema()
        && almostEqual(a.count(), b.count())
        && almostEqual(a.sum(), b.sum())
        && a.zeroThreshold() == b.zeroThreshold()
        && almostEqual(a.zeroCount(), b.zeroCount())
        && Arrays.equals(a.customValues(), b.customValues())
        && Arrays.equals(a.positiveSpans(), b.positiveSpans())
        && almostEqual(a.positiveBuckets(), b.positiveBuckets())
        && Arrays.equals(a.negativeSpans(), b.negativeSpans())
        && almostEqual(a.negativeBuckets(), b.negativeBuckets());
  }

  private static boolean almostEqual(double[] left, double[] right) {
    boolean equal = left.length == right.length;
    for (int i = 0; equal && i < left.length; i++) {
      equal = almostEqual(left[i], right[i]);
    }
    return equal;
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
