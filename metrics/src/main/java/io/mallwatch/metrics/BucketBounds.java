package io.mallwatch.metrics;

/// Bounds of the exponential buckets of [NativeHistogram]s, bit for bit those of Prometheus, so
/// that answers are equal to the last digit.
public final class BucketBounds {

  private static final int FINEST_SCHEMA = 8;

  /// Those of schema 8 between one half and one. Coarser schemas use every second one, every fourth
  /// one, and so on.
  private static final double[] FRACTIONS = fractions();

  private BucketBounds() {}

  /// Each schema puts one bound between every two of the schema before. Prometheus's table was made
  /// by multiplying the lower one, which rounds each time; the exact roots would differ in the last
  /// bit (`model/histogram/generic.go`).
  private static double[] fractions() {
    double[] fractions = new double[1 << FINEST_SCHEMA];
    fractions[0] = 0.5;
    double root = 2;
    for (int gap = fractions.length / 2; gap > 0; gap /= 2) {
      root = Math.sqrt(root);
      double factor = gap == fractions.length / 2 ? Math.nextDown(root) : root;
      for (int i = gap; i < fractions.length; i += 2 * gap) {
        fractions[i] = fractions[i - gap] * factor;
      }
    }
    return fractions;
  }

  /// The upper bound of the positive bucket at `index`; the lower one is that of the index before.
  /// The last bucket of finite numbers ends at the largest of them.
  ///
  /// @param schema `-4` to `8`
  public static double upper(int index, int schema) {
    if (schema < 0) {
      int power = index << -schema;
      return power == 1024 ? Double.MAX_VALUE : Math.scalb(1.0, power);
    }
    double fraction = FRACTIONS[(index & ((1 << schema) - 1)) << (FINEST_SCHEMA - schema)];
    int power = (index >> schema) + 1;
    return fraction == 0.5 && power == 1025 ? Double.MAX_VALUE : Math.scalb(fraction, power);
  }
}
