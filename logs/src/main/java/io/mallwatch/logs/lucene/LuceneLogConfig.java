package io.mallwatch.logs.lucene;

import io.mallwatch.model.LogLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How the embedded log store works.
public record LuceneLogConfig(
    Durability durability, Retention retention, Limits limits, Freshness freshness) {

  /// What fits a mall of one machine.
  public static LuceneLogConfig defaults() {
    return new LuceneLogConfig(
        Durability.defaults(), Retention.defaults(), Limits.defaults(), Freshness.defaults());
  }

  public LuceneLogConfig withDurability(Durability value) {
    return new LuceneLogConfig(value, retention, limits, freshness);
  }

  public LuceneLogConfig withRetention(Retention value) {
    return new LuceneLogConfig(durability, value, limits, freshness);
  }

  public LuceneLogConfig withLimits(Limits value) {
    return new LuceneLogConfig(durability, retention, value, freshness);
  }

  public LuceneLogConfig withFreshness(Freshness value) {
    return new LuceneLogConfig(durability, retention, limits, value);
  }

  /// Whether an append waits for the disk. Either way it survives the death of the process;
  /// [#INTERVAL] may lose the last interval when the machine loses power.
  public enum Sync {
    INTERVAL,
    REQUEST
  }

  /// @param sync whether an append waits for the disk
  /// @param interval how often the write-ahead log is brought to the disk otherwise
  /// @param checkpointBytes the index is committed, and the log before it deleted, after so many
  ///   bytes were appended
  /// @param checkpointInterval and at the latest so long after an append
  public record Durability(
      Sync sync, Duration interval, long checkpointBytes, Duration checkpointInterval) {
    public static Durability defaults() {
      return new Durability(
          Sync.INTERVAL, Duration.ofMillis(200), 128L << 20, Duration.ofMinutes(5));
    }
  }

  /// @param age days that ended so long ago are dropped
  /// @param bytes the oldest days are dropped while all together are larger; the newest stays
  /// @param rules what is kept for a shorter time
  public record Retention(Duration age, long bytes, List<KeepRule> rules) {
    public Retention {
      rules = List.copyOf(rules);
    }

    /// The same for all.
    public Retention(Duration age, long bytes) {
      this(age, bytes, List.of());
    }

    /// With further rules.
    Retention with(List<KeepRule> more) {
      List<KeepRule> all = new ArrayList<>(rules);
      all.addAll(more);
      return new Retention(age, bytes, all);
    }

    public static Retention defaults() {
      return new Retention(Duration.ofDays(30), 50L << 30);
    }
  }

  /// What is kept for a shorter time than the rest.
  ///
  /// @param indexPattern names of indices, with `*`
  /// @param levels only entries of these; empty for all
  /// @param age so long after the end of their day they are dropped
  public record KeepRule(String indexPattern, Set<LogLevel> levels, Duration age) {
    public KeepRule {
      levels = Set.copyOf(levels);
    }
  }

  /// @param pendingBytes most bytes accepted but not yet indexed
  /// @param overloadWait how long an append waits for room before it is refused
  /// @param openWriters most days that are written to at once
  /// @param writerBytes memory for entries of one day before they are flushed
  /// @param columns paths of structured data that get a column per day; the others are found by
  ///   value, and counted by reading the entries
  /// @param freeBytes appends are refused while the disk has less room
  /// @param tails most tails at once
  public record Limits(
      long pendingBytes,
      Duration overloadWait,
      int openWriters,
      long writerBytes,
      int columns,
      long freeBytes,
      int tails) {
    public static Limits defaults() {
      return new Limits(16L << 20, Duration.ofSeconds(2), 3, 48L << 20, 200, 256L << 20, 64);
    }
  }

  /// @param refreshInterval a search makes new entries visible at most this often
  /// @param visibilityWait how long a search waits for entries that were appended before it
  /// @param sealAfter a day is packed into one small segment so long after its end, and after the
  ///   last entry that came for it
  public record Freshness(Duration refreshInterval, Duration visibilityWait, Duration sealAfter) {
    public Freshness(Duration refreshInterval, Duration visibilityWait) {
      this(refreshInterval, visibilityWait, Duration.ofHours(1));
    }

    public static Freshness defaults() {
      return new Freshness(Duration.ofMillis(100), Duration.ofMillis(300));
    }
  }
}
