package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.function.ClassicHistogram;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.syntax.TextRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the person who asked should know of the answer: Prometheus's annotations, in its words.
/// Equal ones are kept once; they are told in the order of the text they are about. Thread-safe.
public final class Notes {

  /// Most warnings and most infos shown; the rest is counted.
  private static final int MAX_SHOWN = 10;

  private static final int MAX_KEPT = 1000;
  private static final String WARNING = "PromQL warning: ";
  private static final String INFO = "PromQL info: ";
  private static final String MONOTONICITY =
      "input to histogram_quantile needed to be fixed for monotonicity (see"
          + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";

  private final String query;
  private final Map<String, TextRange> warnings = new LinkedHashMap<>();
  private final Map<String, TextRange> infos = new LinkedHashMap<>();
  private final Map<String, Monotonicity> repairs = new LinkedHashMap<>();
  private final Map<String, Overlaps> overlaps = new LinkedHashMap<>();

  private record Overlaps(int count, TextRange range) {
    String text(String metric, String query) {
      return "%ssample has start time that overlaps with previous sample timestamp for metric %s%s (%s)"
          .formatted(
              WARNING,
              Quoting.quote(metric),
              count > 1 ? " (%d occurrences)".formatted(count) : "",
              range.startIn(query));
    }
  }

  public Notes(String query) {
    this.query = query;
  }

  /// How many there are.
  public synchronized int count() {
    return warnings.size() + infos.size() + repairs.size();
  }

  private synchronized void warn(String message, TextRange range) {
    if (warnings.size() < MAX_KEPT) {
      warnings.putIfAbsent(WARNING + message, range);
    }
  }

  private synchronized void info(String message, TextRange range) {
    if (infos.size() < MAX_KEPT) {
      infos.putIfAbsent(INFO + message, range);
    }
  }

  public void invalidQuantile(double quantile, TextRange range) {
    if (!(quantile >= 0 && quantile <= 1)) {
      warn("quantile value should be between 0 and 1, got " + Numerals.general(quantile), range);
    }
  }

  public void invalidRatio(double ratio, double capped, TextRange range) {
    warn(
        "ratio value should be between -1 and 1, got %s, capping to %s"
            .formatted(Numerals.general(ratio), Numerals.general(capped)),
        range);
  }

  public void sortInRangeQuery(TextRange range) {
    warn("sort is ineffective for range queries since results are always ordered by labels", range);
  }

  public void badBucketLabel(String metric, String label, TextRange range) {
    warn(
        "bucket label \"le\" is missing or has a malformed value of %s%s"
            .formatted(Quoting.quote(label), forMetric(metric)),
        range);
  }

  /// Of a metric that is not named like one but treated as a counter.
  public void possibleNonCounter(String metric, TextRange range) {
    info(
        "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + Quoting.quote(metric),
        range);
  }

  /// As [#possibleNonCounter], where metrics are told by their label `__type__`.
  public void possibleNonCounterType(String metric, String type, TextRange range) {
    info(
        "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\","
            + " got %s: %s".formatted(Quoting.quote(type), Quoting.quote(metric)),
        range);
  }

  /// @param left what stands there, `float` or `histogram`
  public void incompatibleTypes(String operator, String left, String right, TextRange range) {
    info(
        "incompatible sample types encountered for binary operator %s: %s %s %s"
            .formatted(Quoting.quote(operator), left, operator, right),
        range);
  }

  public void incompatibleBuckets(String operator, TextRange range) {
    warn("incompatible bucket layout encountered for binary operator " + operator, range);
  }

  /// @param operation addition, subtraction or aggregation
  public void conflictingResets(String operation, TextRange range) {
    warn("conflicting counter resets during histogram " + operation, range);
  }

  /// @param operation addition, subtraction or aggregation
  public void reconciledBounds(String operation, TextRange range) {
    info("mismatched custom buckets were reconciled during " + operation, range);
  }

  public void mixedSamples(String metric, TextRange range) {
    warn(
        "encountered a mix of histograms and floats for metric name " + Quoting.quote(metric),
        range);
  }

  public void mixedAggregation(TextRange range) {
    warn("encountered a mix of histograms and floats for aggregation", range);
  }

  public void mixedHistograms(String metric, TextRange range) {
    warn("vector contains a mix of classic and native histograms" + forMetric(metric), range);
  }

  public void mixedSchemas(String metric, TextRange range) {
    warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas for"
            + " metric name "
            + Quoting.quote(metric),
        range);
  }

  public void histogramNotCounter(String metric, TextRange range) {
    warn("this native histogram metric is not a counter: " + Quoting.quote(metric), range);
  }

  public void histogramNotGauge(String metric, TextRange range) {
    warn("this native histogram metric is not a gauge: " + Quoting.quote(metric), range);
  }

  public void ignoredInAggregation(String operator, TextRange range) {
    info("ignored histogram in %s aggregation".formatted(operator), range);
  }

  public void ignoredInRange(String metric, TextRange range) {
    info(
        "ignored histograms in a range containing both floats and histograms for metric name "
            + Quoting.quote(metric),
        range);
  }

  public void quantileOfNans(String metric, boolean resultIsNan, TextRange range) {
    info(
        "input to histogram_quantile has NaN observations, result is "
            + (resultIsNan ? "NaN" : "skewed higher")
            + forMetric(metric),
        range);
  }

  public void fractionOfNans(String metric, TextRange range) {
    info(
        "input to histogram_fraction has NaN observations, which are excluded from all fractions"
            + forMetric(metric),
        range);
  }

  public synchronized void overlappingStarts(String metric, TextRange range) {
    overlaps.merge(metric, new Overlaps(1, range), (a, b) -> new Overlaps(a.count + 1, b.range));
  }

  public synchronized void forcedMonotonicity(
      String metric, TextRange range, long timeMillis, ClassicHistogram.Repair repair) {
    repairs.merge(
        forMetric(metric),
        new Monotonicity(range, 1, timeMillis, timeMillis, repair),
        Monotonicity::and);
  }

  private static String forMetric(String metric) {
    return metric.isEmpty() ? "" : " for metric name " + Quoting.quote(metric);
  }

  public synchronized List<String> warnings() {
    List<String> lines = lines(warnings);
    overlaps.forEach((metric, overlap) -> lines.add(overlap.text(metric, query)));
    return shown(lines, "warning");
  }

  public synchronized List<String> infos() {
    List<String> lines = lines(infos);
    repairs.forEach((metric, repair) -> lines.add(INFO + MONOTONICITY + metric + repair.at(query)));
    return shown(lines, "info");
  }

  private List<String> lines(Map<String, TextRange> notes) {
    List<String> lines = new ArrayList<>();
    notes.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, TextRange> note) -> note.getValue().start())
                .thenComparing(Map.Entry::getKey))
        .forEach(note -> lines.add(note.getKey() + " (" + note.getValue().startIn(query) + ")"));
    return lines;
  }

  private static List<String> shown(List<String> lines, String kind) {
    if (lines.size() <= MAX_SHOWN) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, MAX_SHOWN));
    shown.add((lines.size() - MAX_SHOWN) + " more " + kind + " annotations omitted");
    return shown;
  }

  private record Monotonicity(
      TextRange range, int samples, long from, long to, ClassicHistogram.Repair repair) {

    Monotonicity and(Monotonicity other) {
      ClassicHistogram.Repair both =
          new ClassicHistogram.Repair(
              true,
              Math.min(repair.minBound(), other.repair.minBound()),
              Math.max(repair.maxBound(), other.repair.maxBound()),
              Math.max(repair.maxDifference(), other.repair.maxDifference()));
      return new Monotonicity(
          range, samples + other.samples, Math.min(from, other.from), Math.max(to, other.to), both);
    }

    String at(String query) {
      return ", from buckets %s to %s, with a max diff of %s, over %d samples from %s to %s (%s)"
          .formatted(
              Numerals.general(repair.minBound()),
              Numerals.general(repair.maxBound()),
              Numerals.general(repair.maxDifference(), 2),
              samples,
              Instant.ofEpochSecond(Math.floorDiv(from, 1000)),
              Instant.ofEpochSecond(Math.floorDiv(to, 1000)),
              range.startIn(query));
    }
  }
}
