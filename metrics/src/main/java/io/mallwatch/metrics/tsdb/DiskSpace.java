package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when the disk is full: a ballast file, written when there is room, is let go so
/// that merging and checkpoints can go on and make room, and writers are refused until there is
/// enough for a new one. Without ballast each write simply tries. Thread-safe.
final class DiskSpace {

  private static final Logger logger = LoggerFactory.getLogger(DiskSpace.class);

  private static final int PIECE = 1 << 20;

  private final Path file;
  private final long ballastBytes;
  private final Disk disk;
  private volatile boolean full;

  DiskSpace(Path dir, long ballastBytes, Disk disk) {
    this.file = dir.resolve("ballast");
    this.ballastBytes = ballastBytes;
    this.disk = disk;
  }

  /// @throws StoreUnavailableException while the disk is full
  void check() {
    if (full) {
      throw new StoreUnavailableException(
          "the disk of the metric store is full; writes go on by themselves when %d MiB are free"
              .formatted((ballastBytes * 2) >> 20));
    }
  }

  boolean isFull() {
    return full;
  }

  /// The disk refused a write: lets the ballast go. Whether there was one.
  synchronized boolean exhausted() {
    try {
      if (Files.deleteIfExists(file)) {
        full = true;
        logger.error("disk_full released_bytes={}", ballastBytes);
        return true;
      }
    } catch (IOException e) {
      logger.warn("ballast_not_released", e);
    }
    return false;
  }

  /// Writes the ballast if it is not there and there is room for it twice; then writers may go on.
  synchronized void recover() {
    try {
      boolean there = Files.exists(file);
      if (!there && ballastBytes > 0 && disk.usableBytes(file) >= ballastBytes * 2) {
        write();
        there = true;
      }
      if (there && full) {
        full = false;
        logger.info("disk_has_room_again");
      }
    } catch (IOException e) {
      logger.debug("ballast_not_written", e);
    }
  }

  private void write() throws IOException {
    Path unfinished = file.resolveSibling("ballast.unfinished");
    Files.deleteIfExists(unfinished);
    try {
      try (Disk.SegmentFile out = disk.create(unfinished)) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long left = ballastBytes; left > 0; left -= PIECE) {
          piece.clear().limit((int) Math.min(left, PIECE));
          out.append(piece);
        }
        out.force();
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
