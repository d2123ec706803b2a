package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.tsdb.chunk.ByteSource;
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
  private final WalDecoder decoder;
  private final int windowBytes;
  private final List<Path> quarantined = new ArrayList<>();
  private byte[] payload = new byte[1 << 16];
  private long frames;
  private long skippedBytes;
  private long tornBytes;

  private WalReplay(Path dir, WalHandler handler, int windowBytes) {
    this.dir = dir;
    this.decoder = new WalDecoder(handler);
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
      endAt(path, sound, size);
    }
  }

  /// Cuts off what is behind the last sound frame: a torn frame is of no use, anything else (of
  /// another version perhaps) is kept aside.
  private void endAt(Path path, long sound, long size) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (startsLikeFrame(channel, sound)) {
        logger.warn("wal_tail_cut file={} from={} bytes={}", path, sound, size - sound);
        tornBytes += size - sound;
      } else {
        logger.error("wal_tail_unknown file={} from={} bytes={}", path, sound, size - sound);
        skippedBytes += size - sound;
        Path copy = aside(path, sound);
        try (FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          long at = sound;
          while (at < size) {
            at += channel.transferTo(at, size - at, out);
          }
        }
        quarantined.add(copy);
      }
      channel.truncate(sound);
    }
  }

  private static boolean startsLikeFrame(FileChannel channel, long at) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.max(0, channel.read(start, at));
    int known = length == 4 ? -1 : (1 << (8 * length)) - 1;
    int found = start.getInt(0);
    return found == 0 || found == (Frame.MAGIC & known);
  }

  private Path aside(Path path, long offset) throws IOException {
    Path folder = Files.createDirectories(dir.resolve("quarantine"));
    return folder.resolve("%s-at-%d".formatted(path.getFileName(), offset));
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
    int length = end - at - Frame.HEADER;
    if (payload.length < length) {
      payload = new byte[length + length / 4];
    }
    file.get(at + Frame.HEADER, payload, 0, length);
    try {
      decoder.decode(file.get(at + Frame.HEADER - 1), new ByteSource(payload, 0, length));
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
    Path copy = aside(window.path(), offset);
    byte[] bytes = new byte[to - from];
    window.bytes().get(from, bytes);
    Files.write(copy, bytes);
    quarantined.add(copy);
  }
}
