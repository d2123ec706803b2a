package io.mallwatch.logs.tail;

import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.model.LogEntry;
import java.util.List;

/// Where read lines go.
@FunctionalInterface
public interface LineSink {

  /// Keeps the entries; on return they survive a crash.
  ///
  /// @param ids of the entries, in order; the same line has the same id whenever it is read, and an
  ///   entry whose id is there already is not kept twice
  /// @param originals what the entries were made of
  /// @throws io.mallwatch.model.StoreOverloadedException retry later
  /// @throws io.mallwatch.model.StoreUnavailableException retry later
  void accept(List<LogEntry> entries, List<String> ids, Originals originals);
}
