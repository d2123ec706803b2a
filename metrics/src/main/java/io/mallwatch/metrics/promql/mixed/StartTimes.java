package io.mallwatch.metrics.promql.mixed;

/// What start times say about two samples that follow one another.
final class StartTimes {

  private StartTimes() {}

  /// Whether the counter was reset between the samples at `before` and `now`: the later one began
  /// to count after the earlier one, or just at it and the earlier one's start is known too.
  static boolean reset(long startBefore, long before, long startNow, long now) {
    if (startNow == 0 || startNow >= now || startNow < before) {
      return false;
    }
    return startNow > before
        || (startBefore <= before && startBefore != 0 && startBefore != before);
  }

  /// Whether a sample began to count before the one before it ended, which can't be.
  static boolean overlap(long startBefore, long before, long startNow) {
    return startNow != 0 && startNow < before && startNow != startBefore;
  }

  /// Whether sample `index` of `samples` comes after a reset.
  static boolean reset(Samples samples, int index, boolean heeded) {
    return heeded
        && reset(
            samples.start(index - 1),
            samples.time(index - 1),
            samples.start(index),
            samples.time(index));
  }
}
