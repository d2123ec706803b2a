package io.mallwatch.logs.tail;

import io.mallwatch.logs.ingest.Original;
import io.mallwatch.logs.ingest.Originals;
import io.mallwatch.logs.lines.LineReader;
import io.mallwatch.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Entries on their way to the store, and how far their files are read once they are there. Not
/// thread-safe.
final class Shipment implements Originals {

  final List<LogEntry> entries = new ArrayList<>();
  final List<String> ids = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  final List<Progress> progress = new ArrayList<>();
  long bytes;

  /// @param offset everything before it is in this shipment or an earlier one
  /// @param check the stretch that ends there
  record Progress(TailedFile file, long offset, Fingerprint check, long entries, boolean done) {}

  /// What an entry was made of.
  ///
  /// @param given what it was given beside what the text says
  record Source(
      String text, LineReader reader, Map<String, Object> given, @Nullable String pipeline) {}

  void add(LogEntry entry, String id, int length, Source source) {
    entries.add(entry);
    sources.add(source);
    ids.add(id);
    bytes += length;
  }

  @Override
  public Original of(int i) {
    Source source = sources.get(i);
    return source.reader().original(source.text(), source.given());
  }

  @Override
  public @Nullable String pipeline(int i) {
    return sources.get(i).pipeline();
  }

  /// The i-th entry alone.
  Originals only(int i) {
    return new Originals() {
      @Override
      public Original of(int ignored) {
        return Shipment.this.of(i);
      }

      @Override
      public @Nullable String pipeline(int ignored) {
        return Shipment.this.pipeline(i);
      }
    };
  }

  boolean isEmpty() {
    return entries.isEmpty() && progress.isEmpty();
  }

  void clear() {
    entries.clear();
    ids.clear();
    sources.clear();
    progress.clear();
    bytes = 0;
  }
}
