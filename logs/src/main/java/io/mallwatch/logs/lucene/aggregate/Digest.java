package io.mallwatch.logs.lucene.aggregate;

import java.util.Arrays;

/// A distribution in bounded memory: exact up to [#EXACT] numbers, then a merging t-digest (Dunning
/// 2019, scale function k1), fine at both ends.
final class Digest {

  /// So many numbers are kept one by one.
  static final int EXACT = 4_096;

  private static final double COMPRESSION = 400;

  private double[] means = new double[64];
  private double[] weights = new double[64];
  private int size;
  private boolean sorted = true;
  private boolean exact = true;
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(double value) {
    if (size == means.length) {
      if (size >= EXACT) {
        compress();
        merge();
      }
      if (size > means.length / 2 && means.length < EXACT) {
        means = Arrays.copyOf(means, means.length * 2);
        weights = Arrays.copyOf(weights, means.length);
      }
    }
    means[size] = value;
    weights[size++] = 1;
    sorted = false;
    count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  long count() {
    return count;
  }

  /// Puts the numbers in order; to be called before questions.
  void compress() {
    if (sorted) {
      return;
    }
    sorted = true;
    if (exact) {
      Arrays.sort(means, 0, size);
      return;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(means[a], means[b]));
    double[] newMeans = new double[means.length];
    double[] newWeights = new double[means.length];
    for (int i = 0; i < size; i++) {
      newMeans[i] = means[order[i]];
      newWeights[i] = weights[order[i]];
    }
    means = newMeans;
    weights = newWeights;
  }

  /// Joins neighbours that are small enough together.
  private void merge() {
    exact = false;
    double total = count;
    double done = 0;
    int to = 0;
    for (int i = 1; i < size; i++) {
      double together = weights[to] + weights[i];
      if (scale((done + together) / total) - scale(done / total) <= 1) {
        means[to] += (means[i] - means[to]) * weights[i] / together;
        weights[to] = together;
      } else {
        done += weights[to];
        to++;
        means[to] = means[i];
        weights[to] = weights[i];
      }
    }
    size = to + 1;
  }

  private static double scale(double q) {
    return COMPRESSION / (2 * Math.PI) * Math.asin(2 * Math.min(1, q) - 1);
  }

  /// The number below which a share of all lies, between neighbours in proportion; NaN without
  /// numbers.
  double quantile(double q) {
    if (count == 0) {
      return Double.NaN;
    }
    if (exact) {
      double at = Math.clamp(q, 0, 1) * (size - 1);
      int low = (int) Math.floor(at);
      int high = Math.min(size - 1, low + 1);
      return means[low] + (means[high] - means[low]) * (at - low);
    }
    double wanted = Math.clamp(q, 0, 1) * count;
    double left = 0;
    for (int i = 0; i < size; i++) {
      double middle = left + weights[i] / 2;
      if (wanted < middle) {
        double fromMiddle = i == 0 ? 0 : left - weights[i - 1] / 2;
        double from = i == 0 ? min : means[i - 1];
        return from + (means[i] - from) * (wanted - fromMiddle) / (middle - fromMiddle);
      }
      left += weights[i];
    }
    double lastMiddle = count - weights[size - 1] / 2;
    double share = (wanted - lastMiddle) / Math.max(count - lastMiddle, 1e-9);
    return means[size - 1] + (max - means[size - 1]) * Math.clamp(share, 0, 1);
  }

  /// The share of numbers at or below `value`; NaN without numbers.
  double rank(double value) {
    if (count == 0) {
      return Double.NaN;
    }
    if (value >= max) {
      return 1;
    }
    if (value < min) {
      return 0;
    }
    double below = 0;
    for (int i = 0; i < size; i++) {
      if (means[i] > value) {
        if (exact) {
          return below / count;
        }
        double from = i == 0 ? min : means[i - 1];
        double half = i == 0 ? 0 : weights[i - 1] / 2;
        double share = means[i] == from ? 0 : (value - from) / (means[i] - from);
        return Math.clamp((below - half + share * (half + weights[i] / 2)) / count, 0, 1);
      }
      below += exact ? 1 : weights[i];
    }
    return 1;
  }
}
