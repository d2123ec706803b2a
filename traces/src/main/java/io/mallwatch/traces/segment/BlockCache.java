package io.mallwatch.traces.segment;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The blocks that were read last, so that a search and the fetching of what it found decompress
/// each once. Thread-safe.
final class BlockCache {

  private record Key(Segment segment, int number) {}

  private final long limit;
  private final Map<Key, Block> blocks = new LinkedHashMap<>(64, 0.75f, true); // guarded by this
  private long bytes; // guarded by this

  /// @param limit most bytes that are kept
  BlockCache(long limit) {
    this.limit = limit;
  }

  /// A block of a segment that the caller holds.
  ///
  /// @throws io.mallwatch.model.CorruptDataException when it is damaged
  Block block(Segment segment, int number) {
    Key key = new Key(segment, number);
    synchronized (this) {
      Block known = blocks.get(key);
      if (known != null) {
        return known;
      }
    }
    Block read = segment.block(number);
    synchronized (this) {
      if (blocks.putIfAbsent(key, read) == null) {
        bytes += read.size();
      }
      Iterator<Block> oldest = blocks.values().iterator();
      while (bytes > limit && blocks.size() > 1) {
        bytes -= oldest.next().size();
        oldest.remove();
      }
    }
    return read;
  }

  /// Forgets the blocks of a segment that is gone.
  synchronized void forget(Segment segment) {
    blocks
        .entrySet()
        .removeIf(entry -> {
          boolean gone = entry.getKey().segment == segment;
          if (gone) {
            bytes -= entry.getValue().size();
          }
          return gone;
        });
  }
}
