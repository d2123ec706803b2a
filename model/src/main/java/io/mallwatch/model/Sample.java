package io.mallwatch.model;

/// One value of one series at one moment.
///
/// @param timestampMillis milliseconds since the epoch
/// @param value any double; [#STALE_NAN_BITS] marks the end of a series
public record Sample(long timestampMillis, double value) {

  /// The bits of the NaN that says a series has gone (Prometheus `value.StaleNaN`).
  public static final long STALE_NAN_BITS = 0x7ff0000000000002L;

  /// The bits of the NaN that an expression may compute (Prometheus `value.NormalNaN`).
  public static final long NORMAL_NAN_BITS = 0x7ff8000000000001L;

  /// The staleness marker as a double. Compare by [#isStale(double)], never by `==`.
  public static double staleNan() {
    return Double.longBitsToDouble(STALE_NAN_BITS);
  }

  /// Whether `value` is the staleness marker, bit for bit.
  public static boolean isStale(double value) {
    return Double.doubleToRawLongBits(value) == STALE_NAN_BITS;
  }
}
