package io.mallwatch.metrics.promql.function;

/// Sums of any run of samples of a series in constant time, where that is as good as adding them
/// up: whole numbers, whose sums are exact, and positive numbers of like size, whose sums are kept
/// in two doubles each (about 106 bits), so that the difference of two is right to the last bit or
/// the one before. Not thread-safe.
final class PrefixSums {

  /// Up to here all whole numbers are exact.
  private static final double EXACT = 0x1p53;

  /// How many times larger the largest of positive numbers may be.
  private static final double LIKE_SIZE = 0x1p30;

  private double[] sums = {};
  private double[] lost = {};
  private boolean whole;

  /// Takes the samples of a series.
  ///
  /// @return whether [#between(int, int)] may be asked
  boolean take(double[] values, int size) {
    if (sums.length <= size) {
      sums = new double[size * 2 + 1];
      lost = new double[size * 2 + 1];
    }
    whole = takeWhole(values, size);
    return whole || takePositive(values, size);
  }

  private boolean takeWhole(double[] values, int size) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < size; i++) {
      double value = values[i];
      if (value != Math.rint(value)) {
        return false;
      }
      sum += value;
      total += Math.abs(value);
      sums[i + 1] = sum;
    }
    return total < EXACT;
  }

  private boolean takePositive(double[] values, int size) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, values[i]);
      most = Math.max(most, values[i]);
    }
    if (!(least >= Double.MIN_NORMAL && most <= least * LIKE_SIZE && most * size < EXACT * EXACT)) {
      return false;
    }
    double sum = 0;
    double rest = 0;
    for (int i = 0; i < size; i++) {
      double total = sum + values[i];
      double added = total - sum;
      rest += (sum - (total - added)) + (values[i] - added);
      sum = total;
      sums[i + 1] = sum;
      lost[i + 1] = rest;
    }
    return true;
  }

  /// The sum of the samples from `from` up to `to`, exclusive.
  double between(int from, int to) {
    double high = sums[to];
    double low = -sums[from];
    double difference = high + low;
    if (whole) {
      return difference;
    }
    double added = difference - high;
    double error = (high - (difference - added)) + (low - added);
    return difference + (error + (lost[to] - lost[from]));
  }
}
