package io.mallwatch.metrics.promql.function;

/// Quantiles and fractions of a histogram whose buckets are series with a label `le`. Within a
/// bucket observations are taken to be spread evenly. Filled anew for each step; not thread-safe.
public final class ClassicHistogram {

  /// Relative differences below this are rounding, not decreases.
  private static final double ROUNDING = 1e-12;

  private final double[] bounds;
  private final double[] counts;
  private final double[] rising;
  private int size;

  /// What had to be changed so that the counts never fall.
  ///
  /// @param forced whether anything was
  /// @param minBound lowest bound changed
  /// @param maxBound highest bound changed
  /// @param maxDifference largest change
  public record Repair(boolean forced, double minBound, double maxBound, double maxDifference) {

    private static final Repair NONE =
        new Repair(false, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);

    private Repair with(double bound, double difference) {
      return new Repair(
          true,
          Math.min(minBound, bound),
          Math.max(maxBound, bound),
          Math.max(maxDifference, difference));
    }
  }

  /// For up to `capacity` buckets.
  public ClassicHistogram(int capacity) {
    bounds = new double[capacity];
    counts = new double[capacity];
    rising = new double[capacity];
  }

  /// Forgets all buckets.
  public void clear() {
    size = 0;
  }

  /// Adds the bucket of observations up to `upperBound`; bounds must not fall, equal ones are added
  /// up.
  public void add(double upperBound, double count) {
    if (size > 0 && bounds[size - 1] == upperBound) {
      counts[size - 1] += count;
      return;
    }
    bounds[size] = upperBound;
    counts[size++] = count;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// Whether the bucket that holds all observations is missing.
  private boolean isOpen() {
    return bounds[size - 1] != Double.POSITIVE_INFINITY;
  }

  /// What [#quantile(double)] has to repair.
  public Repair repair() {
    return isOpen() ? Repair.NONE : makeRising();
  }

  /// The `q`-quantile; NaN without observations, with fewer than two buckets, or when the highest
  /// is not +Inf. In the highest bucket it is the bound of the one below; the lowest starts at 0
  /// unless its bound is below that.
  public double quantile(double q) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (isOpen() || size < 2) {
      return Double.NaN;
    }
    makeRising();
    int last = size - 1;
    if (rising[last] == 0) {
      return Double.NaN;
    }
    double rank = q * rising[last];
    int index = 0;
    while (index < last && !(rising[index] >= rank)) {
      index++;
    }
    if (index == last) {
      return bounds[last - 1];
    }
    if (index == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = index == 0 ? 0 : bounds[index - 1];
    double below = index == 0 ? 0 : rising[index - 1];
    return start + (bounds[index] - start) * ((rank - below) / (rising[index] - below));
  }

  private Repair makeRising() {
    Repair repair = Repair.NONE;
    double before = counts[0];
    for (int i = 0; i < size; i++) {
      double now = counts[i];
      if (now < before && !almostEqual(before, now)) {
        repair = repair.with(bounds[i], before - now);
      }
      boolean keep = now < before || (now != before && almostEqual(before, now));
      before = keep ? before : now;
      rising[i] = before;
    }
    return repair;
  }

  private static boolean almostEqual(double a, double b) {
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < ROUNDING * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < ROUNDING;
  }

  /// The share of observations between `lower` and `upper`.
  public double fraction(double lower, double upper) {
    double total = counts[size - 1];
    if (isOpen() || total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    return lower >= upper ? 0 : (rank(upper, total) - rank(lower, total)) / total;
  }

  /// How many observations are below `value`.
  private double rank(double value, double total) {
    double below = 0;
    double start = bounds[0] <= 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < size; i++) {
      if (start >= value) {
        return Math.min(below, total);
      }
      if (bounds[i] > value) {
        double inside =
            start == Double.NEGATIVE_INFINITY
                ? counts[i]
                : below + (counts[i] - below) * (value - start) / (bounds[i] - start);
        return Math.min(inside, total);
      }
      below = counts[i];
      start = bounds[i];
    }
    return total;
  }
}
