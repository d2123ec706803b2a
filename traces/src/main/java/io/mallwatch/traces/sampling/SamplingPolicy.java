package io.mallwatch.traces.sampling;

import java.time.Duration;

/// Which traces are kept once they are complete: all that failed or were slow, some of every
/// operation, and a share of the rest. Figures derived from spans are made before, of all of them.
///
/// @param share of the traces that nothing else keeps, 0 to 1; with 1 nothing is ever left out
/// @param errors whether traces with a failed span are kept
/// @param slow traces with a span that took at least so long are kept; zero for no such rule
/// @param perOperationMinute so many traces of each operation that began in the same minute are
///   kept; 0 for no such rule
/// @param settle for how long spans of a trace may still come before it is decided
public record SamplingPolicy(
    double share, boolean errors, Duration slow, int perOperationMinute, Duration settle) {

  /// Keeps everything.
  public static final SamplingPolicy OFF =
      new SamplingPolicy(1, true, Duration.ZERO, 0, Duration.ZERO);

  private static final int BITS = 56;
  private static final long MASK = (1L << BITS) - 1;

  public SamplingPolicy {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share %s is outside 0..1".formatted(share));
    }
    if (slow.isNegative() || settle.isNegative() || perOperationMinute < 0) {
      throw new IllegalArgumentException("a policy has no negative parts");
    }
  }

  public boolean isOff() {
    return share >= 1;
  }

  /// Whether a span of that duration makes its trace slow.
  public boolean isSlow(long nanos) {
    return !slow.isZero() && nanos >= slow.toNanos();
  }

  /// Whether a trace is of the share. It is its id alone that decides, by its last 56 bits as
  /// OpenTelemetry's consistent probability sampling has it ("TraceState: Probability Sampling"),
  /// so that parts of a trace, and other samplers of the same share, decide alike.
  ///
  /// @param traceLow the last eight bytes of the trace's id
  public boolean isOfShare(long traceLow) {
    return (traceLow & MASK) >= (long) ((1 - share) * (1L << BITS));
  }
}
