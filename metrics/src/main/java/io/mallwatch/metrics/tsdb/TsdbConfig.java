package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.block.RetentionRule;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/// How the store behaves.
///
/// @param retention samples older than this are refused, and blocks of such samples dropped
/// @param retentionBytes oldest blocks are dropped while blocks and log take more; 0 for no limit
/// @param retentionRules series that are kept for a shorter time; the first that covers a series
///   counts
/// @param walFsync how often the log is forced to the medium; zero forces it before each
///   acknowledgement
/// @param walSegmentBytes size at which a new log file begins
/// @param checkpointBytes size of the log at which the head is written out so that the log can go
/// @param outOfOrderWindow how far behind its own series' newest sample a sample may be; zero for
///   strict order
/// @param futureTolerance how far ahead of the clock a sample may be
/// @param blockLength length of the smallest block; merged ones are 4, 12 and 48 times as long
/// @param checkpointInterval how long after the last one the head is written out again, so that a
///   start after a crash has little to read
/// @param limits how many series there may be
/// @param maxLabels most labels a series may have
/// @param maxLabelNameLength in UTF-16 units
/// @param maxLabelValueLength in UTF-16 units
/// @param maxQueuedSamples most samples that wait for the writer
/// @param ballastBytes room on disk that is kept for merging and checkpoints when the disk is full
/// @param flushBacklog samples for times that belong into blocks that start a flush by themselves
/// @param maxExemplars how many exemplars are kept; the oldest go first
/// @param maintenanceInterval how often flush, merge and retention are looked at
public record TsdbConfig(
    Duration retention,
    long retentionBytes,
    List<RetentionRule> retentionRules,
    Duration walFsync,
    long walSegmentBytes,
    long checkpointBytes,
    Duration checkpointInterval,
    Duration outOfOrderWindow,
    Duration futureTolerance,
    Duration blockLength,
    SeriesLimits limits,
    int maxLabels,
    int maxLabelNameLength,
    int maxLabelValueLength,
    int maxQueuedSamples,
    long ballastBytes,
    int flushBacklog,
    int maxExemplars,
    Duration maintenanceInterval) {

  public TsdbConfig {
    retentionRules = List.copyOf(retentionRules);
    positive("retention", retention.toMillis());
    positive("wal_segment_bytes", walSegmentBytes);
    positive("checkpoint_bytes", checkpointBytes);
    positive("block_length", blockLength.toMillis());
    positive("checkpoint_interval", checkpointInterval.toMillis());
    positive("max_labels", maxLabels);
    positive("max_queued_samples", maxQueuedSamples);
    if (ballastBytes < 0) {
      throw new IllegalArgumentException("ballast_bytes must not be below zero");
    }
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
    return builder().build();
  }

  /// Starts from [#defaults()].
  public static Builder builder() {
    return new Builder();
  }

  /// Lengths of blocks in milliseconds, increasing: each merges those before it. Longer ones than a
  /// tenth of the retention are left out, since a block goes only as a whole.
  List<Long> blockLengthsMillis() {
    long shortest = blockLength.toMillis();
    long longest = Math.max(shortest, retention.toMillis() / 10);
    return LongStream.of(shortest, shortest * 4, shortest * 12, shortest * 48)
        .filter(length -> length <= longest)
        .boxed()
        .toList();
  }

  /// Changes some of the defaults. Each method sets the component of its name.
  public static final class Builder {
    private Duration retention = Duration.ofDays(30);
    private long retentionBytes = 0;
    private List<RetentionRule> retentionRules = List.of();
    private Duration walFsync = Duration.ofSeconds(1);
    private long walSegmentBytes = 64L << 20;
    private long checkpointBytes = 256L << 20;
    private Duration checkpointInterval = Duration.ofMinutes(10);
    private Duration outOfOrderWindow = Duration.ofHours(1);
    private Duration futureTolerance = Duration.ofMinutes(10);
    private Duration blockLength = Duration.ofHours(2);
    private SeriesLimits limits = SeriesLimits.defaults();
    private int maxLabels = 60;
    private int maxLabelNameLength = 512;
    private int maxLabelValueLength = 4096;
    private int maxQueuedSamples = 2_000_000;
    private long ballastBytes = 64L << 20;
    private int flushBacklog = 500_000;
    private int maxExemplars = 20_000;
    private Duration maintenanceInterval = Duration.ofSeconds(30);

    private Builder() {}

    public Builder retention(Duration value) {
      retention = value;
      return this;
    }

    public Builder retentionBytes(long value) {
      retentionBytes = value;
      return this;
    }

    public Builder retentionRules(List<RetentionRule> value) {
      retentionRules = value;
      return this;
    }

    public Builder walFsync(Duration value) {
      walFsync = value;
      return this;
    }

    public Builder walSegmentBytes(long value) {
      walSegmentBytes = value;
      return this;
    }

    public Builder checkpointBytes(long value) {
      checkpointBytes = value;
      return this;
    }

    public Builder outOfOrderWindow(Duration value) {
      outOfOrderWindow = value;
      return this;
    }

    public Builder futureTolerance(Duration value) {
      futureTolerance = value;
      return this;
    }

    public Builder blockLength(Duration value) {
      blockLength = value;
      return this;
    }

    public Builder limits(SeriesLimits value) {
      limits = value;
      return this;
    }

    /// Sets [SeriesLimits#total()] alone.
    public Builder maxSeries(int value) {
      limits = limits.withTotal(value);
      return this;
    }

    public Builder checkpointInterval(Duration value) {
      checkpointInterval = value;
      return this;
    }

    public Builder maxLabels(int value) {
      maxLabels = value;
      return this;
    }

    public Builder maxLabelNameLength(int value) {
      maxLabelNameLength = value;
      return this;
    }

    public Builder maxLabelValueLength(int value) {
      maxLabelValueLength = value;
      return this;
    }

    public Builder maxQueuedSamples(int value) {
      maxQueuedSamples = value;
      return this;
    }

    public Builder ballastBytes(long value) {
      ballastBytes = value;
      return this;
    }

    public Builder flushBacklog(int value) {
      flushBacklog = value;
      return this;
    }

    public Builder maxExemplars(int value) {
      maxExemplars = value;
      return this;
    }

    public Builder maintenanceInterval(Duration value) {
      maintenanceInterval = value;
      return this;
    }

    /// @throws IllegalArgumentException when a value is out of bounds
    public TsdbConfig build() {
      return new TsdbConfig(
          retention,
          retentionBytes,
          retentionRules,
          walFsync,
          walSegmentBytes,
          checkpointBytes,
          checkpointInterval,
          outOfOrderWindow,
          futureTolerance,
          blockLength,
          limits,
          maxLabels,
          maxLabelNameLength,
          maxLabelValueLength,
          maxQueuedSamples,
          ballastBytes,
          flushBacklog,
          maxExemplars,
          maintenanceInterval);
    }
  }
}
