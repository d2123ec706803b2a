package io.mallwatch.logs.tail;

import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.List;

/// Entries on their way to the store, and how far their files are read once they are there. Not
/// thread-safe.
final class Shipment {

  final List<LogEntry> entries = new ArrayList<>();
  final List<String> ids = new ArrayList<>();
  final List<Progress> progress = new ArrayList<>();
  long bytes;

  /// @param offset everything before it is in this shipment or an earlier one
  /// @param check the stretch that ends there
  record Progress(TailedFile file, long offset, Fingerprint check, long entries, boolean done) {}

  void add(LogEntry entry, String id, int length) {
    entries.add(entry);
    ids.add(id);
    bytes += length;
  }

  boolean isEmpty() {
    return entries.isEmpty() && progress.isEmpty();
  }

  void clear() {
    entries.clear();
    ids.clear();
    progress.clear();
    bytes = 0;
  }
}
