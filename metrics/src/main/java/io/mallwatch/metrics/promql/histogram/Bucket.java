package io.mallwatch.metrics.promql.histogram;

import io.mallwatch.metrics.promql.function.Powers;

/// How many observations fell between two bounds.
///
/// @param lowerInclusive whether an observation equal to `lower` counts
/// @param upperInclusive whether an observation equal to `upper` counts
public record Bucket(
    double lower, double upper, boolean lowerInclusive, boolean upperInclusive, double count) {

  /// The share of the observations that are below `value`, which lies inside.
  ///
  /// @param linear whether they are spread evenly, else evenly over the logarithm
  double shareBelow(double value, boolean linear) {
    if (linear) {
      return (value - lower) / (upper - lower);
    }
    double logLower = Powers.log2(Math.abs(lower));
    double logUpper = Powers.log2(Math.abs(upper));
    double logValue = Powers.log2(Math.abs(value));
    return value > 0
        ? (logValue - logLower) / (logUpper - logLower)
        : 1 - (logValue - logUpper) / (logLower - logUpper);
  }

  Bucket between(double newLower, double newUpper) {
    return new Bucket(newLower, newUpper, lowerInclusive, upperInclusive, count);
  }
}
