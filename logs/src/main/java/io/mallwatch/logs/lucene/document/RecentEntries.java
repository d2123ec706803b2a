package io.mallwatch.logs.lucene.document;

import io.mallwatch.model.LogEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;

/// Entries that were read out of the index not long ago: a page that refreshes itself asks for the
/// same ones every few seconds, and each of them costs the unpacking of a whole block. Bounded by
/// the bytes that they have in the index; those that were asked for longest ago go first.
/// Thread-safe.
public final class RecentEntries {

  private final long maxBytes;
  private final Map<Place, Kept> entries = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
  private long bytes; // guarded by this

  /// An entry as it was read.
  ///
  /// @param ownId what the sender called it, or null
  /// @param bytes that it has in the index
  record Kept(LogEntry entry, @Nullable String ownId, int bytes) {}

  private record Place(IndexReader.CacheKey segment, int document) {}

  public RecentEntries(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized @Nullable Kept find(LeafReaderContext leaf, int document) {
    IndexReader.CacheHelper helper = leaf.reader().getCoreCacheHelper();
    return helper == null ? null : entries.get(new Place(helper.getKey(), document));
  }

  synchronized void keep(LeafReaderContext leaf, int document, Kept entry) {
    IndexReader.CacheHelper helper = leaf.reader().getCoreCacheHelper();
    if (helper == null || entry.bytes > maxBytes / 16) {
      return;
    }
    Kept before = entries.put(new Place(helper.getKey(), document), entry);
    bytes += entry.bytes - (before == null ? 0 : before.bytes);
    var oldest = entries.values().iterator();
    while (bytes > maxBytes) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  synchronized int size() {
    return entries.size();
  }
}
