package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the newest checkpoint and the segments after it. Bad bytes never stop it: a torn tail is
/// cut off, a bad frame in the middle is stepped over and its bytes are kept in `quarantine/`.
public final class WalReplay {

  /// What a replay met.
  ///
  /// @param frames sound records read
  /// @param skippedBytes bytes of bad records with sound ones behind them, kept aside
  /// @param tornBytes bytes cut off the end of files
  /// @param nextSegment number for the next segment
  /// @param quarantined files that hold what was skipped
  public record Outcome(
      long frames, long skippedBytes, long tornBytes, long nextSegment, List<Path> quarantined) {
    public Outcome {
      quarantined = List.copyOf(quarantined);
    }
  }

  private static final Logger logger = LoggerFactory.getLogger(WalReplay.class);

  private static final int WINDOW_BYTES = 512 << 20;

  private final Path dir;
  private final WalHandler handler;
  private final int windowBytes;
  private final List<Path> quarantined = new ArrayList<>();
  private long frames;
  private long skippedBytes;
  private long tornBytes;

  private WalReplay(Path dir, WalHandler handler, int windowBytes) {
    this.dir = dir;
    this.handler = handler;
    this.windowBytes = windowBytes;
  }

  /// Hands everything in `dir` to `handler`, oldest first.
  ///
  /// @throws IOException when files cannot be read at all
  public static Outcome run(Path dir, WalHandler handler) throws IOException {
    return run(dir, handler, WINDOW_BYTES);
  }

  /// @param windowBytes how much of a file is mapped at once; twice the largest frame and more
  static Outcome run(Path dir, WalHandler handler, int windowBytes) throws IOException {
    return new WalReplay(dir, handler, windowBytes).run();
  }

  private Outcome run() throws IOException {
    Files.deleteIfExists(dir.resolve("checkpoint.unfinished"));
    NavigableMap<Long, Path> checkpoints = WalFiles.checkpoints(dir);
    NavigableMap<Long, Path> segments = WalFiles.segments(dir);
    long first = 0;
    Map.Entry<Long, Path> checkpoint = checkpoints.lastEntry();
    if (checkpoint != null) {
      first = checkpoint.getKey();
      read(checkpoint.getValue());
    }
    for (Path segment : segments.tailMap(first, true).values()) {
      read(segment);
    }
    long next = segments.isEmpty() ? first : Math.max(first, segments.lastKey() + 1);
    return new Outcome(frames, skippedBytes, tornBytes, next, quarantined);
  }

  private void read(Path path) throws IOException {
    long sound = 0;
    long size;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      size = channel.size();
      boolean ended = false;
      while (!ended) {
        long length = Math.min(size - sound, windowBytes);
        ended = sound + length == size;
        try (Arena arena = Arena.ofConfined()) {
          ByteBuffer window =
              channel
                  .map(FileChannel.MapMode.READ_ONLY, sound, length, arena)
                  .asByteBuffer()
                  .order(ByteOrder.LITTLE_ENDIAN);
          sound += readWindow(new Window(path, sound, window), ended);
        }
      }
    }
    if (sound < size) {
      logger.warn("wal_tail_cut file={} from={} bytes={}", path, sound, size - sound);
      tornBytes += size - sound;
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(sound);
      }
    }
  }

  /// A part of a file.
  private record Window(Path path, long offset, ByteBuffer bytes) {}

  /// Returns where the last sound frame ends; before the last window of a file that is where the
  /// next window shall begin, so that no frame lies across two.
  private int readWindow(Window window, boolean last) throws IOException {
    ByteBuffer bytes = window.bytes();
    int stop = last ? bytes.limit() : bytes.limit() / 2;
    int at = 0;
    while (at < stop) {
      int end = Frame.endOf(bytes, at);
      if (end >= 0) {
        readFrame(window, at, end);
        at = end;
        continue;
      }
      int next = Frame.findNext(bytes, at + 1);
      if (next < 0 && last) {
        return at;
      }
      next = next < 0 ? bytes.limit() - Frame.HEADER : next;
      setAside(window, at, next);
      at = next;
    }
    return at;
  }

  private void readFrame(Window window, int at, int end) throws IOException {
    ByteBuffer file = window.bytes();
    byte[] payload = new byte[end - at - Frame.HEADER];
    file.get(at + Frame.HEADER, payload);
    try {
      WalDecoder.decode(file.get(at + Frame.HEADER - 1), payload, handler);
      frames++;
    } catch (CorruptDataException e) {
      logger.warn("wal_record_unreadable file={} offset={}", window.path(), at, e);
      setAside(window, at, end);
    }
  }

  private void setAside(Window window, int from, int to) throws IOException {
    long offset = window.offset() + from;
    logger.warn("wal_record_skipped file={} offset={} bytes={}", window.path(), offset, to - from);
    skippedBytes += to - from;
    Path folder = Files.createDirectories(dir.resolve("quarantine"));
    Path copy = folder.resolve("%s-at-%d".formatted(window.path().getFileName(), offset));
    byte[] bytes = new byte[to - from];
    window.bytes().get(from, bytes);
    Files.write(copy, bytes);
    quarantined.add(copy);
  }
}
