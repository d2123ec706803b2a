package io.mallwatch.metrics.tsdb;

import java.time.Duration;
import java.util.List;

/// How the store behaves.
///
/// @param retention samples older than this are refused, and blocks of such samples dropped
/// @param retentionBytes oldest blocks are dropped while blocks and log take more; 0 for no limit
/// @param walFsync how often the log is forced to the medium; zero forces it before each
///   acknowledgement
/// @param walSegmentBytes size at which a new log file begins
/// @param checkpointBytes size of the log at which the head is written out so that the log can go
/// @param outOfOrderWindow how far behind its own series' newest sample a sample may be; zero for
///   strict order
/// @param futureTolerance how far ahead of the clock a sample may be
/// @param blockLength length of the smallest block; merged ones are 4 and 12 times as long
/// @param maxSeries most series in the head
/// @param maxLabels most labels a series may have
/// @param maxLabelNameLength in UTF-16 units
/// @param maxLabelValueLength in UTF-16 units
/// @param maxQueuedSamples most samples that wait for the writer
/// @param maxHeadSamples most samples in the head before writers are told to wait
/// @param flushBacklog samples for times that belong into blocks that start a flush by themselves
/// @param maxExemplars how many exemplars are kept; the oldest go first
/// @param maintenanceInterval how often flush, merge and retention are looked at
public record TsdbConfig(
    Duration retention,
    long retentionBytes,
    Duration walFsync,
    long walSegmentBytes,
    long checkpointBytes,
    Duration outOfOrderWindow,
    Duration futureTolerance,
    Duration blockLength,
    int maxSeries,
    int maxLabels,
    int maxLabelNameLength,
    int maxLabelValueLength,
    int maxQueuedSamples,
    int maxHeadSamples,
    int flushBacklog,
    int maxExemplars,
    Duration maintenanceInterval) {

  public TsdbConfig {
    positive("retention", retention.toMillis());
    positive("wal_segment_bytes", walSegmentBytes);
    positive("checkpoint_bytes", checkpointBytes);
    positive("block_length", blockLength.toMillis());
    positive("max_series", maxSeries);
    positive("max_labels", maxLabels);
    positive("max_queued_samples", maxQueuedSamples);
    positive("max_head_samples", maxHeadSamples);
    positive("flush_backlog", flushBacklog);
    positive("maintenance_interval", maintenanceInterval.toMillis());
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be above zero");
    }
  }

  /// 30 days, no limit of size, one second between syncs, a million series.
  public static TsdbConfig defaults() {
    return new TsdbConfig(
        Duration.ofDays(30),
        0,
        Duration.ofSeconds(1),
        64 << 20,
        256 << 20,
        Duration.ofHours(1),
        Duration.ofMinutes(10),
        Duration.ofHours(2),
        1_000_000,
        60,
        512,
        4096,
        2_000_000,
        100_000_000,
        500_000,
        20_000,
        Duration.ofSeconds(30));
  }

  /// These with another retention; no limit of size when `bytes` is 0.
  public TsdbConfig withRetention(Duration time, long bytes) {
    return new TsdbConfig(
        time,
        bytes,
        walFsync,
        walSegmentBytes,
        checkpointBytes,
        outOfOrderWindow,
        futureTolerance,
        blockLength,
        maxSeries,
        maxLabels,
        maxLabelNameLength,
        maxLabelValueLength,
        maxQueuedSamples,
        maxHeadSamples,
        flushBacklog,
        maxExemplars,
        maintenanceInterval);
  }

  /// These with another way to sync and other sizes of the log.
  public TsdbConfig withWal(Duration fsync, long segmentBytes, long checkpointAtBytes) {
    return new TsdbConfig(
        retention,
        retentionBytes,
        fsync,
        segmentBytes,
        checkpointAtBytes,
        outOfOrderWindow,
        futureTolerance,
        blockLength,
        maxSeries,
        maxLabels,
        maxLabelNameLength,
        maxLabelValueLength,
        maxQueuedSamples,
        maxHeadSamples,
        flushBacklog,
        maxExemplars,
        maintenanceInterval);
  }

  /// These with another limit of series and of samples that wait to be flushed.
  public TsdbConfig withLimits(int series, int backlog) {
    return new TsdbConfig(
        retention,
        retentionBytes,
        walFsync,
        walSegmentBytes,
        checkpointBytes,
        outOfOrderWindow,
        futureTolerance,
        blockLength,
        series,
        maxLabels,
        maxLabelNameLength,
        maxLabelValueLength,
        maxQueuedSamples,
        maxHeadSamples,
        backlog,
        maxExemplars,
        maintenanceInterval);
  }

  /// These with another window for late samples.
  public TsdbConfig withOutOfOrderWindow(Duration window) {
    return new TsdbConfig(
        retention,
        retentionBytes,
        walFsync,
        walSegmentBytes,
        checkpointBytes,
        window,
        futureTolerance,
        blockLength,
        maxSeries,
        maxLabels,
        maxLabelNameLength,
        maxLabelValueLength,
        maxQueuedSamples,
        maxHeadSamples,
        flushBacklog,
        maxExemplars,
        maintenanceInterval);
  }

  List<Long> blockLengthsMillis() {
    long shortest = blockLength.toMillis();
    return List.of(shortest, shortest * 4, shortest * 12);
  }
}
