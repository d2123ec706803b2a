package io.mallwatch.metrics.promql.vector;

/// The moments at which an expression is evaluated.
///
/// @param start the first, in milliseconds since the epoch
/// @param step their distance in milliseconds, at least 1
/// @param steps how many; may be 0
public record Grid(long start, long step, int steps) {

  public static Grid instant(long at) {
    return new Grid(at, 1, 1);
  }

  /// From `start` on by `step`, not past `end`.
  public static Grid over(long start, long end, long step) {
    return new Grid(start, step, end < start ? 0 : Math.toIntExact((end - start) / step + 1));
  }

  public long time(int index) {
    return start + index * step;
  }

  public long last() {
    return time(steps - 1);
  }

  /// Only the first moment.
  public Grid first() {
    return new Grid(start, step, 1);
  }
}
