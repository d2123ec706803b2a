package io.mallwatch.logs;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Where log lines live. Engines: embedded Lucene (`logs.lucene`), Elasticsearch or OpenSearch
/// (`logs.elasticsearch`). Every engine passes `LogStoreContract`; what it cannot do it declares in
/// [#capabilities()] rather than failing late.
///
/// Methods block and may be called from any thread. Implementations own their threads and files
/// until [#close()].
public interface LogStore extends AutoCloseable {

  /// Keeps `batch`, all or nothing, and returns an id for each entry, in order. On return the
  /// entries survive a crash of this process; they are visible at most 1 s later.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when too much waits to be indexed; nothing
  ///   was kept, retry later
  /// @throws io.mallwatch.model.StoreUnavailableException when the disk is full; nothing was kept
  List<String> append(LogBatch batch);

  /// Finds entries.
  LogSearchResult search(LogQuery query);

  /// Counts entries.
  LogAggregation.Result aggregate(LogAggregation aggregation);

  /// The entry with this id.
  Optional<LogHit> find(String id);

  /// Index names that exist, sorted, with how many entries each holds.
  List<IndexInfo> indices();

  /// Calls `listener` for every entry that is appended from now on and passes `filter`, in order of
  /// arrival, on a thread of the store; a listener that falls 1,000 entries behind loses the oldest
  /// and is told how many by [Tail#dropped()].
  Tail tail(LogFilter filter, Consumer<LogHit> listener);

  LogCapabilities capabilities();

  @Override
  void close();

  /// @param sizeBytes on disk
  record IndexInfo(String name, long entries, long sizeBytes) {}

  /// A running tail; closing ends it.
  interface Tail extends AutoCloseable {
    long dropped();

    @Override
    void close();
  }
}
