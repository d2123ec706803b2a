package io.mallwatch.metrics;

import io.mallwatch.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a PromQL query.
///
/// @param value what was computed
/// @param warnings for the person who asked; the answer may be incomplete or wrong
/// @param infos weaker than warnings
/// @param stats what it cost
public record QueryResult(Value value, List<String> warnings, List<String> infos, Stats stats) {

  public QueryResult {
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }

  /// One of PromQL's four types.
  public sealed interface Value {}

  /// One number at one moment.
  public record Scalar(long timestampMillis, double value) implements Value {}

  /// A string literal.
  public record Text(long timestampMillis, String value) implements Value {}

  /// One sample for each series, in the engine's order (of `sort`, `topk`; else unspecified).
  public record Vector(List<VectorSample> samples) implements Value {
    public Vector {
      samples = List.copyOf(samples);
    }
  }

  /// @param histogram the value when it is a histogram, and then `value` is its sum; else null
  public record VectorSample(
      Labels labels, long timestampMillis, double value, @Nullable NativeHistogram histogram) {

    /// With a number.
    public VectorSample(Labels labels, long timestampMillis, double value) {
      this(labels, timestampMillis, value, null);
    }
  }

  /// Points of each series over the steps, sorted by labels; a step without a value has no point.
  public record Matrix(List<SeriesPoints> series) implements Value {
    public Matrix {
      series = List.copyOf(series);
    }
  }

  /// @param timestampsMillis times of the numbers, increasing
  /// @param values one for each of them
  /// @param histogramsMillis times of the histograms, increasing; none is among `timestampsMillis`
  /// @param histograms one for each of them
  public record SeriesPoints(
      Labels labels,
      long[] timestampsMillis,
      double[] values,
      long[] histogramsMillis,
      NativeHistogram[] histograms) {

    /// With numbers only.
    public SeriesPoints(Labels labels, long[] timestampsMillis, double[] values) {
      this(labels, timestampsMillis, values, new long[0], new NativeHistogram[0]);
    }
  }

  /// @param samplesRead samples decoded from the store
  /// @param seriesRead series selected from the store
  /// @param elapsedNanos wall time
  /// @param queryableSamples samples that all steps looked at, as Prometheus counts them: one in
  ///   two windows counts twice
  /// @param queryablePerStep those by step; empty unless asked for by [QueryOptions#explain()]
  /// @param peakSamples most samples in memory at once
  /// @param cost of each part of the query; null unless asked for
  public record Stats(
      long samplesRead,
      int seriesRead,
      long elapsedNanos,
      long queryableSamples,
      long[] queryablePerStep,
      long peakSamples,
      @Nullable Cost cost) {

    /// Where no more is known.
    public Stats(long samplesRead, int seriesRead, long elapsedNanos) {
      this(samplesRead, seriesRead, elapsedNanos, samplesRead, new long[0], samplesRead, null);
    }
  }

  /// What one part of a query cost.
  ///
  /// @param expression the part
  /// @param nanos time in it, its own parts included; of several threads together
  /// @param series how many it found or made
  /// @param points values that it handed on; those read twice count twice
  /// @param samplesRead samples that it decoded from the store
  public record Cost(
      String expression, long nanos, int series, long points, long samplesRead, List<Cost> parts) {
    public Cost {
      parts = List.copyOf(parts);
    }
  }
}
