package io.mallwatch.traces.segment;

import io.mallwatch.traces.sampling.SamplingPolicy;
import java.time.Duration;

/// How the store keeps spans.
///
/// @param retention how long they are kept, by hour of arrival
/// @param retentionBytes most disk they may take; the oldest hours go first
/// @param sealSpans a head with so many spans is sealed
/// @param sealAge a head so old is sealed, whatever it holds
/// @param forceInterval how often the log is brought to the disk; zero forces every write
/// @param sampling which traces are kept at all
public record SegmentConfig(
    Duration retention,
    long retentionBytes,
    int sealSpans,
    Duration sealAge,
    Duration forceInterval,
    SamplingPolicy sampling) {

  /// Seven days, 10 GiB, 50,000 spans or ten minutes a segment, forced each second.
  public static final SegmentConfig DEFAULT =
      new SegmentConfig(
          Duration.ofDays(7),
          10L << 30,
          50_000,
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          SamplingPolicy.OFF);

  /// Kept for so long, and in so much room.
  public SegmentConfig withRetention(Duration longest, long mostBytes) {
    return new SegmentConfig(longest, mostBytes, sealSpans, sealAge, forceInterval, sampling);
  }

  /// Sealed at so many spans.
  public SegmentConfig withSealSpans(int spans) {
    return new SegmentConfig(retention, retentionBytes, spans, sealAge, forceInterval, sampling);
  }

  /// With only those traces kept that `policy` wants.
  public SegmentConfig withSampling(SamplingPolicy policy) {
    return new SegmentConfig(retention, retentionBytes, sealSpans, sealAge, forceInterval, policy);
  }
}
