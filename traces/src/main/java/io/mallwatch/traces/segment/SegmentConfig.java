package io.mallwatch.traces.segment;

import java.time.Duration;

/// How the store keeps spans.
///
/// @param retention how long they are kept, by hour of arrival
/// @param retentionBytes most disk they may take; the oldest hours go first
/// @param sealSpans a head with so many spans is sealed
/// @param sealAge a head so old is sealed, whatever it holds
/// @param forceInterval how often the log is brought to the disk; zero forces every write
public record SegmentConfig(
    Duration retention,
    long retentionBytes,
    int sealSpans,
    Duration sealAge,
    Duration forceInterval) {

  /// Seven days, 10 GiB, 50,000 spans or ten minutes a segment, forced each second.
  public static final SegmentConfig DEFAULT =
      new SegmentConfig(
          Duration.ofDays(7), 10L << 30, 50_000, Duration.ofMinutes(10), Duration.ofSeconds(1));
}
