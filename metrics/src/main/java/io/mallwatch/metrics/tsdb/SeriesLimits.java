package io.mallwatch.metrics.tsdb;

/// How many series there may be before new ones are refused; series that are there always go on.
/// The limits keep one careless label from taking the memory of all.
///
/// @param total most series in the head
/// @param perMetric most series of one metric name
/// @param perJob most series with the same `job`
/// @param perTarget most series with the same `instance`
/// @param valuesPerLabel most values of one label
/// @param headBytes memory that the head may take, about; new series are refused past it
public record SeriesLimits(
    int total, int perMetric, int perJob, int perTarget, int valuesPerLabel, long headBytes) {

  public SeriesLimits {
    if (total <= 0
        || perMetric <= 0
        || perJob <= 0
        || perTarget <= 0
        || valuesPerLabel <= 0
        || headBytes <= 0) {
      throw new IllegalArgumentException("limits of series must be above zero");
    }
  }

  /// A million series, 200,000 of a metric or target, 500,000 of a job, 200,000 values of a label,
  /// and three fifths of the heap.
  public static SeriesLimits defaults() {
    return new SeriesLimits(
        1_000_000,
        200_000,
        500_000,
        200_000,
        200_000,
        Math.max(1, Runtime.getRuntime().maxMemory() / 5 * 3));
  }

  /// These with another total.
  public SeriesLimits withTotal(int series) {
    return new SeriesLimits(series, perMetric, perJob, perTarget, valuesPerLabel, headBytes);
  }
}
