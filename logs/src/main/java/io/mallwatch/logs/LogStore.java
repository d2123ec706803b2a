package io.mallwatch.logs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where log lines live. Engines: embedded Lucene (`logs.lucene`), Elasticsearch or OpenSearch
/// (`logs.elasticsearch`). Every engine passes `LogStoreContract`; what it cannot do it declares in
/// [#capabilities()] rather than failing late.
///
/// Methods block and may be called from any thread. Implementations own their threads and files
/// until [#close()].
public interface LogStore extends LogReads, AutoCloseable {

  /// Keeps the entries of `batch`, all or none of them, but for those whose id an entry of the same
  /// index has already; says what became of each, in order. On return the entries survive a crash
  /// of this process; they are visible at most 1 s later.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when too much waits to be indexed; nothing
  ///   was kept, retry later
  /// @throws io.mallwatch.model.StoreUnavailableException when the disk is full; nothing was kept
  List<Appended> append(LogBatch batch);

  /// The entry with this id in an index whose name matches `indexPattern`; `*` for any. When
  /// several indices have one, that of the newest day.
  Optional<LogHit> find(String indexPattern, String id);

  /// Returns when everything that was appended before is seen by queries, which otherwise takes up
  /// to a second.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when that takes longer than half a minute;
  ///   nothing is lost, ask again later
  void refresh();

  /// Index names that exist, sorted, with how many entries each holds.
  List<IndexInfo> indices();

  /// Deletes the indices whose names match, with all that was appended to them before, and returns
  /// their names. What is appended later makes them anew.
  List<String> drop(String indexPattern);

  /// Keeps the entries of these indices no longer than told, whole days at a time, beside what the
  /// store keeps by itself; in place of what was told before. Not remembered over a restart.
  void keep(Map<String, Duration> ages);

  /// Calls `listener` for every entry that is appended from now on and passes `filter`, in order of
  /// arrival, on a thread of the store; a listener that falls 1,000 entries behind loses the oldest
  /// and is told how many by [Tail#dropped()].
  Tail tail(LogFilter filter, Consumer<LogHit> listener);

  /// Holds everything as it is now, to be read again and again, until `keepAlive` has passed or the
  /// snapshot is closed.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when as many are held as may be
  Snapshot snapshot(Duration keepAlive);

  /// The snapshot with this id, while it is held.
  Optional<Snapshot> held(String snapshotId);

  LogCapabilities capabilities();

  @Override
  void close();

  /// What became of an entry.
  ///
  /// @param id the one it was given, else one that the store made
  /// @param stored false when the index has an entry with that id already; that one stays as it is
  record Appended(String id, boolean stored) {}

  /// @param sizeBytes on disk
  record IndexInfo(String name, long entries, long sizeBytes) {}

  /// A running tail; closing ends it.
  interface Tail extends AutoCloseable {
    long dropped();

    @Override
    void close();
  }

  /// The store as it was at a moment. Reading one that is no longer held is a
  /// [io.mallwatch.model.BadQueryException]. Thread-safe.
  interface Snapshot extends LogReads, AutoCloseable {

    /// Letters and digits; unique in the store.
    String id();

    /// Holds it for so long from now on, if that is longer.
    void keep(Duration keepAlive);

    @Override
    void close();
  }
}
