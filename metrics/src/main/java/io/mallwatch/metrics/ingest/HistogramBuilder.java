package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import java.util.Arrays;
import java.util.Optional;

/// A native histogram as it is read, field by field. Fields may be set in any order, then
/// [#problem()], then [#build()]. Not thread-safe; used again and again after [#clear()].
///
/// Rules: `Validate` and `ReduceResolution` of Prometheus's model/histogram.
public final class HistogramBuilder {

  /// Finest and coarsest schema that can be stored.
  public static final int FINEST = 8;

  public static final int COARSEST = -4;

  /// Finest schema that may come; past [#FINEST] it is made coarser.
  private static final int FINEST_TAKEN = 52;

  private int schema;
  private double zeroThreshold;
  private double zeroCount;
  private double count;
  private double sum;
  private boolean counted;
  private ResetHint hint = ResetHint.UNKNOWN;
  private final HistogramSide positive = new HistogramSide();
  private final HistogramSide negative = new HistogramSide();
  private double[] bounds = new double[16];
  private int boundCount;

  public void clear() {
    schema = 0;
    zeroThreshold = 0;
    zeroCount = 0;
    count = 0;
    sum = 0;
    counted = true;
    hint = ResetHint.UNKNOWN;
    positive.clear();
    negative.clear();
    boundCount = 0;
  }

  public void schema(int value) {
    schema = value;
  }

  public int schema() {
    return schema;
  }

  public void zeroThreshold(double value) {
    zeroThreshold = value;
  }

  public void zeroCount(double value) {
    zeroCount = value;
  }

  public void count(double value) {
    count = value;
  }

  public double count() {
    return count;
  }

  public void sum(double value) {
    sum = value;
  }

  public void hint(ResetHint value) {
    hint = value;
  }

  /// Says that counts are floating; then they need not add up exactly.
  public void floating() {
    counted = false;
  }

  public HistogramSide positive() {
    return positive;
  }

  public HistogramSide negative() {
    return negative;
  }

  /// Adds an upper bound of a histogram with custom buckets.
  public void bound(double value) {
    if (boundCount == bounds.length) {
      bounds = Arrays.copyOf(bounds, boundCount * 2);
    }
    bounds[boundCount++] = value;
  }

  /// Makes buckets coarser until the schema is at most `finest`.
  public void coarsen(int finest) {
    if (schema != NativeHistogram.CUSTOM_BUCKETS && schema > finest && schema <= FINEST_TAKEN) {
      positive.merge(schema - finest);
      negative.merge(schema - finest);
      schema = finest;
    }
  }

  /// How many buckets there are.
  public int buckets() {
    return positive.buckets() + negative.buckets();
  }

  /// Why this cannot be stored; empty when it can.
  public Optional<String> problem() {
    Optional<String> found =
        schema == NativeHistogram.CUSTOM_BUCKETS ? customProblem() : exponentialProblem();
    return found.or(this::countProblem);
  }

  private Optional<String> customProblem() {
    if (zeroCount != 0
        || zeroThreshold != 0
        || negative.buckets() > 0
        || negative.spanPairs() > 0) {
      return Optional.of("custom buckets go with neither a zero bucket nor negative buckets");
    }
    for (int i = 0; i < boundCount; i++) {
      boolean rises = i == 0 || bounds[i] > bounds[i - 1];
      if (!rises || Double.isNaN(bounds[i]) || bounds[i] == Double.POSITIVE_INFINITY) {
        return Optional.of(
            "bound number %d is %s: bounds must rise and be finite".formatted(i + 1, bounds[i]));
      }
    }
    return positive
        .problem("positive", true)
        .or(() ->
            positive.end() > boundCount + 1L
                ? Optional.of("%d bounds are too few for the buckets".formatted(boundCount))
                : Optional.empty());
  }

  private Optional<String> exponentialProblem() {
    if (schema < COARSEST || schema > FINEST_TAKEN) {
      return Optional.of("schema %d is unknown".formatted(schema));
    }
    if (boundCount > 0) {
      return Optional.of("schema %d goes without bounds".formatted(schema));
    }
    return positive.problem("positive", false).or(() -> negative.problem("negative", false));
  }

  private Optional<String> countProblem() {
    if (zeroCount < 0 || count < 0) {
      return Optional.of("it has a negative count");
    }
    if (!counted || Double.isNaN(count)) {
      return Optional.empty();
    }
    double found = positive.total() + negative.total() + zeroCount;
    boolean fits = Double.isNaN(sum) ? found <= count : found == count;
    return fits
        ? Optional.empty()
        : Optional.of(
            "its buckets hold %.0f observations, its count is %.0f".formatted(found, count));
  }

  /// The histogram; schemas past [#FINEST] are made coarser.
  public NativeHistogram build() {
    coarsen(FINEST);
    return new NativeHistogram(
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.spans(),
        positive.counts(),
        negative.spans(),
        negative.counts(),
        Arrays.copyOf(bounds, boundCount),
        hint);
  }
}
