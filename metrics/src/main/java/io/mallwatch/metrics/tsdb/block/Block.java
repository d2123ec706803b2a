package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.block.BlockIndex.ChunkSpan;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.SeriesIndex;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One immutable block, mapped into memory. Readers hold it through [BlockSet.Lease]; it is
/// unmapped by whoever lets go last. Thread-safe.
public final class Block {

  private static final Logger logger = LoggerFactory.getLogger(Block.class);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path folder;
  private final BlockMeta meta;
  private final Arena arena;
  private final BlockIndex index;
  private final MemorySegment chunks;
  private final LongAdder damagedChunks;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile Tombstones tombstones;
  private volatile boolean deleteWhenReleased;

  private Block(
      Path folder,
      BlockMeta meta,
      Arena arena,
      BlockIndex index,
      MemorySegment chunks,
      Tombstones tombstones,
      LongAdder damagedChunks) {
    this.folder = folder;
    this.meta = meta;
    this.arena = arena;
    this.index = index;
    this.chunks = chunks;
    this.tombstones = tombstones;
    this.damagedChunks = damagedChunks;
  }

  /// Opens the block in `folder`.
  ///
  /// @param damagedChunks raised for each chunk that a read had to leave out
  /// @throws CorruptDataException when a file is cut short or the index is damaged
  /// @throws IOException when a file is missing or cannot be read
  @SuppressWarnings("MustBeClosedChecker") // the block owns the arena and closes it in release()
  static Block open(Path folder, LongAdder damagedChunks) throws IOException {
    BlockMeta meta = BlockMeta.read(folder);
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      BlockIndex index = BlockIndex.of(map(folder.resolve(BlockFormat.INDEX), arena));
      MemorySegment chunks = map(folder.resolve(BlockFormat.CHUNKS), arena);
      checkFooter(chunks);
      Path deletions = folder.resolve(BlockFormat.TOMBSTONES);
      Tombstones tombstones =
          Files.exists(deletions) ? Tombstones.of(Files.readAllBytes(deletions)) : Tombstones.NONE;
      Block block = new Block(folder, meta, arena, index, chunks, tombstones, damagedChunks);
      opened = true;
      return block;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static void checkFooter(MemorySegment chunks) {
    long footer = chunks.byteSize() - BlockFormat.CHUNKS_FOOTER;
    if (footer < 8) {
      throw new CorruptDataException("the chunks file is cut short");
    }
    byte[] bytes = chunks.asSlice(footer).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (view.getLong(16) != BlockFormat.CHUNKS_MAGIC
        || view.getLong(0) != footer
        || view.getInt(12) != BlockWriter.checksum(bytes, 12)) {
      throw new CorruptDataException("the chunks file is cut short or its footer is damaged");
    }
  }

  public BlockMeta meta() {
    return meta;
  }

  /// Which series there are; ids follow the order of labels.
  public SeriesIndex index() {
    return index;
  }

  int seriesCount() {
    return index.seriesCount();
  }

  /// The labels of series `id`.
  public Labels labels(int id) {
    return index.labels(id);
  }

  /// Whether any chunk of series `id` reaches into `[fromMillis, toMillis]`.
  public boolean hasSamples(int id, long fromMillis, long toMillis) {
    Tombstones deleted = tombstones;
    for (ChunkSpan chunk : index.chunks(id)) {
      if (chunk.overlaps(fromMillis, toMillis)
          && !deleted.covers(
              id, Math.max(fromMillis, chunk.minMillis()), Math.min(toMillis, chunk.maxMillis()))) {
        return true;
      }
    }
    return false;
  }

  /// The samples of series `id` in `[fromMillis, toMillis]`. A damaged chunk is left out and
  /// counted.
  public SampleBuffer read(int id, long fromMillis, long toMillis) {
    SampleBuffer out = new SampleBuffer(0);
    for (ChunkSpan chunk : index.chunks(id)) {
      if (chunk.overlaps(fromMillis, toMillis)) {
        read(chunk, fromMillis, toMillis, out);
      }
    }
    tombstones.apply(id, out);
    return out;
  }

  private void read(ChunkSpan chunk, long fromMillis, long toMillis, SampleBuffer out) {
    int before = out.size();
    try {
      byte[] bytes = new byte[chunk.length()];
      MemorySegment.copy(chunks, ValueLayout.JAVA_BYTE, chunk.offset(), bytes, 0, bytes.length);
      if (chunks.get(U32, chunk.offset() + bytes.length)
          != BlockWriter.checksum(bytes, bytes.length)) {
        throw new CorruptDataException("wrong checksum");
      }
      Chunk.of(bytes).read(fromMillis, toMillis, out);
    } catch (CorruptDataException | IndexOutOfBoundsException e) {
      damagedChunks.increment();
      out.truncate(before);
      logger.error("chunk_damaged block={} offset={}", folder, chunk.offset(), e);
    }
  }

  /// Deletes samples of `[fromMillis, toMillis]`; durable on return.
  public void delete(Postings ids, long fromMillis, long toMillis) throws IOException {
    Tombstones more = tombstones.with(ids, fromMillis, toMillis);
    Path unfinished = folder.resolve(BlockFormat.TOMBSTONES + ".unfinished");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(more.toBytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, folder.resolve(BlockFormat.TOMBSTONES), StandardCopyOption.ATOMIC_MOVE);
    tombstones = more;
  }

  boolean hasDeletions() {
    return !tombstones.isEmpty();
  }

  Path folder() {
    return folder;
  }

  /// False when the block is closed already.
  boolean hold() {
    while (true) {
      int now = holders.get();
      if (now == 0) {
        return false;
      }
      if (holders.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      arena.close();
      if (deleteWhenReleased) {
        Folders.delete(folder);
      }
    }
  }

  /// Lets the files go with the last reader.
  void retire() {
    deleteWhenReleased = true;
    release();
  }
}
