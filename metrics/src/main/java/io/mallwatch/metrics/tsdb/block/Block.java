package io.mallwatch.metrics.tsdb.block;

import static io.mallwatch.metrics.tsdb.block.BlockFormat.U32;
import static io.mallwatch.metrics.tsdb.block.BlockFormat.U64;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.ChunkReader;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.Selection;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One immutable block, mapped into memory. Readers hold it through [BlockSet.Lease]; it is
/// unmapped by whoever lets go last. Thread-safe.
///
/// Opening looks at the ends of the files only; the rest is verified when it is first read. What
/// turns out damaged then is left out of answers and counted; a block whose index or times are
/// damaged gives nothing any more.
public final class Block {

  private static final Logger logger = LoggerFactory.getLogger(Block.class);

  private final Path folder;
  private final BlockMeta meta;
  private final Arena arena;
  private final BlockIndex index;
  private final TimeSlices slices;
  private final MemorySegment chunks;
  private final BlockDamage damage;
  private final LabelCache labels;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile Tombstones tombstones;
  private volatile boolean verified;
  private volatile boolean damaged;
  private volatile Runnable afterRelease = () -> {};

  private Block(Path folder, BlockMeta meta, Arena arena, BlockDamage damage, LabelCache labels)
      throws IOException {
    this.folder = folder;
    this.meta = meta;
    this.arena = arena;
    this.damage = damage;
    this.labels = labels;
    this.index = BlockIndex.of(map(folder.resolve(BlockFormat.INDEX), arena));
    this.chunks = map(folder.resolve(BlockFormat.CHUNKS), arena);
    MemorySegment times = map(folder.resolve(BlockFormat.TIMES), arena);
    var _ = endOfData(chunks, BlockFormat.CHUNKS_MAGIC);
    long end = endOfData(times, BlockFormat.TIMES_MAGIC);
    this.slices =
        new TimeSlices(
            new Section("the times file", times.asSlice(0, end), times.get(U32, end + 12)));
    Path deletions = folder.resolve(BlockFormat.TOMBSTONES);
    this.tombstones =
        Files.exists(deletions) ? Tombstones.of(Files.readAllBytes(deletions)) : Tombstones.NONE;
  }

  /// Opens the block in `folder`.
  ///
  /// @throws CorruptDataException when a file is cut short or its footer is damaged
  /// @throws IOException when a file is missing or cannot be read
  @SuppressWarnings("MustBeClosedChecker") // the block owns the arena and closes it in release()
  static Block open(Path folder, BlockDamage damage, LabelCache labels) throws IOException {
    BlockMeta meta = BlockMeta.read(folder);
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      Block block = new Block(folder, meta, arena, damage, labels);
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

  private static long endOfData(MemorySegment file, long magic) {
    long footer = file.byteSize() - BlockFormat.DATA_FOOTER;
    if (footer < 8) {
      throw new CorruptDataException("a file of the block is cut short");
    }
    byte[] bytes = file.asSlice(footer).toArray(ValueLayout.JAVA_BYTE);
    if (file.get(U64, footer + 20) != magic
        || file.get(U64, footer) != footer
        || file.get(U32, footer + 16) != BlockFormat.checksum(bytes, 0, 16)) {
      throw new CorruptDataException("a file of the block is cut short or its footer is damaged");
    }
    return footer;
  }

  public BlockMeta meta() {
    return meta;
  }

  int seriesCount() {
    return index.seriesCount();
  }

  BlockIndex index() {
    return index;
  }

  TimeSlices slices() {
    return slices;
  }

  /// Ids of the series that pass all matchers, in the order of labels; none when the index is
  /// damaged.
  public Postings select(List<Matcher> matchers) {
    if (damaged) {
      return Postings.EMPTY;
    }
    try {
      index.verify();
      return Selection.select(index, matchers);
    } catch (CorruptDataException e) {
      fail(e);
      return Postings.EMPTY;
    }
  }

  /// Values of label `name` of all series; none when the index is damaged.
  public List<String> labelValues(String name) {
    if (damaged) {
      return List.of();
    }
    try {
      return index.values(name);
    } catch (CorruptDataException e) {
      fail(e);
      return List.of();
    }
  }

  /// Whether all of it lies in `[fromMillis, toMillis]` and nothing was deleted.
  public boolean isWholeIn(long fromMillis, long toMillis) {
    return tombstones.isEmpty()
        && meta.fromMillis() >= fromMillis
        && meta.toMillis() - 1 <= toMillis;
  }

  /// The labels of series `id`, which [#select(List)] gave.
  public Labels labels(int id) {
    return labels.labels(index, id);
  }

  /// Reads everything but chunks once to find damage; false when there is some.
  boolean verify() {
    if (!verified && !damaged) {
      try {
        index.verify();
        slices.verify();
        verified = true;
      } catch (CorruptDataException e) {
        fail(e);
      }
    }
    return !damaged;
  }

  boolean isVerified() {
    return verified;
  }

  boolean isDamaged() {
    return damaged;
  }

  private void fail(CorruptDataException e) {
    if (!damaged) {
      damaged = true;
      damage.block();
      logger.error("block_damaged block={}", folder, e);
    }
  }

  /// Whether any chunk of series `id` reaches into `[fromMillis, toMillis]`.
  public boolean hasSamples(int id, long fromMillis, long toMillis) {
    if (isWholeIn(fromMillis, toMillis)) {
      return true;
    }
    Tombstones deleted = tombstones;
    try {
      ChunkTable table = index.chunks(id);
      while (table.next()) {
        long from = Math.max(fromMillis, slices.minMillis(table.slice()));
        long to = Math.min(toMillis, slices.maxMillis(table.slice()));
        if (from <= to && !deleted.covers(id, from, to)) {
          return true;
        }
      }
    } catch (CorruptDataException e) {
      fail(e);
    }
    return false;
  }

  /// Appends the samples of series `id` in `[fromMillis, toMillis]` to `out`, in strict time order
  /// among themselves. A damaged chunk is left out and counted.
  public void read(int id, long fromMillis, long toMillis, TimeCache cache, SampleColumns out) {
    int start = out.size();
    try {
      ChunkTable table = index.chunks(id);
      while (table.next()) {
        long slice = table.slice();
        if (slices.minMillis(slice) > toMillis) {
          break;
        }
        if (slices.maxMillis(slice) >= fromMillis) {
          readChunk(table, cache, out);
        }
      }
    } catch (CorruptDataException e) {
      fail(e);
    }
    ColumnEdits.keepRange(out, start, fromMillis, toMillis);
    tombstones.apply(id, out, start);
  }

  /// Appends the newest sample of series `id` in `[fromMillis, toMillis]` to `out`, if there is
  /// one.
  public void readNewest(
      int id, long fromMillis, long toMillis, TimeCache cache, SampleColumns out) {
    int start = out.size();
    try {
      ChunkTable table = index.chunks(id);
      int last = -1;
      for (int i = 0; table.next() && slices.minMillis(table.slice()) <= toMillis; i++) {
        last = slices.maxMillis(table.slice()) >= fromMillis ? i : last;
      }
      if (last >= 0) {
        ChunkTable again = index.chunks(id);
        int steps = 0;
        while (again.next() && steps < last) {
          steps++;
        }
        readChunk(again, cache, out);
      }
    } catch (CorruptDataException e) {
      fail(e);
    }
    ColumnEdits.keepRange(out, start, fromMillis, toMillis);
    tombstones.apply(id, out, start);
    if (out.size() == start) {
      read(id, fromMillis, toMillis, cache, out);
    }
    int size = out.size();
    if (size - start > 1) {
      var _ = ColumnEdits.removeRange(out, start, Long.MIN_VALUE, out.times()[size - 1] - 1);
    }
  }

  private void readChunk(ChunkTable table, TimeCache cache, SampleColumns out) {
    long[] times = cache.times(slices, table.slice());
    try {
      byte[] bytes = chunkBytes(table.offset(), table.length());
      ChunkReader.readBody(new ByteSource(bytes, 0, table.length()), times.length, out);
      System.arraycopy(times, 0, out.times(), out.size(), times.length);
      out.size(out.size() + times.length);
    } catch (CorruptDataException | IndexOutOfBoundsException e) {
      damage.chunk();
      logger.error("chunk_damaged block={} offset={}", folder, table.offset(), e);
    }
  }

  /// A chunk and its checksum, which is right.
  ///
  /// @throws CorruptDataException when it is not
  byte[] chunkBytes(long offset, int length) {
    if (length > chunks.byteSize() - 4 - offset) {
      throw new CorruptDataException("a chunk lies outside its file");
    }
    byte[] bytes = new byte[length + 4];
    MemorySegment.copy(chunks, ValueLayout.JAVA_BYTE, offset, bytes, 0, bytes.length);
    if (chunks.get(U32, offset + length) != BlockFormat.checksum(bytes, 0, length)) {
      throw new CorruptDataException("wrong checksum");
    }
    return bytes;
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
    Folders.force(folder);
    tombstones = more;
  }

  /// Whether something of it was deleted and still lies in its files.
  public boolean hasDeletions() {
    return !tombstones.isEmpty();
  }

  Tombstones tombstones() {
    return tombstones;
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
      afterRelease.run();
    }
  }

  /// Lets the block go; when the last reader is done, `then` is done with its files.
  void retire(Runnable then) {
    afterRelease = then;
    release();
  }
}
