package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends frames to numbered segments. One thread writes, rotates and deletes; [#sync()] and the
/// counters may be called from others. Segments appear with their first frame, so a start leaves no
/// empty files.
public final class WalWriter implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(WalWriter.class);

  private final Path dir;
  private final long segmentBytes;
  private final Disk disk;
  private long number;
  private long length;
  private volatile Disk.@Nullable SegmentFile file;
  private volatile boolean dirty;
  private final AtomicLong totalBytes = new AtomicLong();
  private final AtomicInteger segments = new AtomicInteger();

  /// Writes from segment `firstNumber` on, which must not exist.
  public WalWriter(Path dir, long firstNumber, long segmentBytes, Disk disk) throws IOException {
    this.dir = dir;
    this.number = firstNumber;
    this.segmentBytes = segmentBytes;
    this.disk = disk;
    recount();
  }

  /// Appends `frames`, all or nothing; on return they are with the operating system.
  ///
  /// @throws StoreUnavailableException when the disk is full or broken; nothing was kept
  public void write(ByteBuffer frames) {
    int size = frames.remaining();
    if (file != null && length > 0 && length + size > segmentBytes) {
      rotate();
    }
    try {
      Disk.SegmentFile current = file;
      if (current == null) {
        current = disk.create(WalFiles.segment(dir, number));
        file = current;
        length = 0;
        segments.incrementAndGet();
      }
      current.append(frames);
      length += size;
      totalBytes.addAndGet(size);
      dirty = true;
    } catch (IOException e) {
      takeBack();
      throw new StoreUnavailableException("the metrics log cannot be written: " + e, e);
    }
  }

  /// Cuts off a half-written frame; when even that fails the segment is left and the next write
  /// begins a new one (the reader steps over the torn frame).
  private void takeBack() {
    Disk.SegmentFile current = file;
    if (current == null) {
      number++;
      return;
    }
    try {
      current.truncate(length);
    } catch (IOException e) {
      logger.warn("wal_segment_abandoned number={}", number, e);
      rotate();
    }
  }

  /// Ends the current segment; the number of the next one.
  public long rotate() {
    Disk.SegmentFile current = file;
    if (current != null) {
      file = null;
      number++;
      try (current) {
        current.force();
      } catch (IOException e) {
        logger.warn("wal_segment_end_failed number={}", number - 1, e);
      }
    }
    return number;
  }

  /// Returns when all that was written before is on the medium.
  ///
  /// @throws StoreUnavailableException when the medium refuses
  public void sync() {
    Disk.SegmentFile current = file;
    if (current == null || !dirty) {
      return;
    }
    dirty = false;
    try {
      current.force();
    } catch (ClosedChannelException ended) {
      logger.debug("wal_sync_of_ended_segment", ended); // rotate() has forced it
    } catch (IOException e) {
      dirty = true;
      throw new StoreUnavailableException("the metrics log cannot be synced: " + e, e);
    }
  }

  /// Deletes what a checkpoint at `segment` makes needless.
  public void deleteBefore(long segment) throws IOException {
    for (SortedMap<Long, Path> old : List.of(WalFiles.segments(dir), WalFiles.checkpoints(dir))) {
      for (Path path : old.headMap(segment).values()) {
        Files.deleteIfExists(path);
      }
    }
    recount();
  }

  private void recount() throws IOException {
    SortedMap<Long, Path> found = WalFiles.segments(dir);
    long bytes = 0;
    for (Path path : found.values()) {
      bytes += Files.size(path);
    }
    segments.set(found.size());
    totalBytes.set(bytes);
  }

  /// Bytes in all segments, about.
  public long totalBytes() {
    return totalBytes.get();
  }

  public int segmentCount() {
    return segments.get();
  }

  @Override
  public void close() {
    rotate();
  }
}
