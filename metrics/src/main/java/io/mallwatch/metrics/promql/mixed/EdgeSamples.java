package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.promql.syntax.Edges;
import org.jspecify.annotations.Nullable;

/// Which samples an extended window is measured by.
///
/// @param first index of the sample that stands at the left edge
/// @param last index of the one at the right edge
record EdgeSamples(
    Samples samples, long rangeStart, long rangeEnd, boolean smoothed, int first, int last) {

  /// Null when there is nothing to measure.
  static @Nullable EdgeSamples of(Samples samples, MixedWindow window) {
    return of(samples, window.rangeStart(), window.rangeEnd(), window.edges() == Edges.SMOOTHED);
  }

  static @Nullable EdgeSamples of(
      Samples samples, long rangeStart, long rangeEnd, boolean smoothed) {
    int newest = samples.size() - 1;
    int first = Math.max(0, samples.firstAfter(rangeStart, newest) - 1);
    int last = smoothed ? samples.firstFrom(rangeEnd, newest) : newest;
    boolean nothing =
        samples.time(last) <= rangeStart || (smoothed && samples.time(first) > rangeEnd);
    return nothing ? null : new EdgeSamples(samples, rangeStart, rangeEnd, smoothed, first, last);
  }

  boolean interpolatesLeft() {
    return smoothed && samples.time(first) < rangeStart;
  }

  /// The number at the left edge.
  double left(boolean counter) {
    return interpolatesLeft() ? between(first, rangeStart, counter) : samples.value(first);
  }

  /// The number at the right edge.
  double right(boolean counter) {
    return smoothed && last > 0 && samples.time(last) > rangeEnd
        ? between(last - 1, rangeEnd, counter)
        : samples.value(last);
  }

  private double between(int index, long time, boolean counter) {
    return interpolated(samples, index, time, counter);
  }

  /// At `time` between sample `index` and the next; after a reset a counter is taken to have grown
  /// from zero.
  static double interpolated(Samples samples, int index, long time, boolean counter) {
    double from = samples.value(index);
    double to = samples.value(index + 1);
    double start = counter && to < from ? 0 : from;
    long begin = samples.time(index);
    return start + (to - start) * (time - begin) / (samples.time(index + 1) - begin);
  }

  /// The first sample inside of the window.
  int firstInside() {
    return samples.time(first) <= rangeStart ? first + 1 : first;
  }

  /// The last sample inside of the window, before its end.
  int lastInside() {
    return samples.time(last) >= rangeEnd ? last - 1 : last;
  }
}
