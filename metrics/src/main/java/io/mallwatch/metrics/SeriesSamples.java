package io.mallwatch.metrics;

import io.mallwatch.model.Labels;

/// Samples of one series, in time order.
///
/// @param labels the series, `__name__` included
/// @param timestampsMillis milliseconds since the epoch, not decreasing
/// @param values one for each timestamp; [io.mallwatch.model.Sample#staleNan()] ends the series
public record SeriesSamples(Labels labels, long[] timestampsMillis, double[] values) {

  public SeriesSamples {
    if (timestampsMillis.length != values.length) {
      throw new IllegalArgumentException("as many timestamps as values are needed");
    }
  }

  /// A series with one sample.
  public static SeriesSamples of(Labels labels, long timestampMillis, double value) {
    return new SeriesSamples(labels, new long[] {timestampMillis}, new double[] {value});
  }

  public int size() {
    return values.length;
  }
}
