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

  private final Path dir;
  private final WalHandler handler;
  private final List<Path> quarantined = new ArrayList<>();
  private long frames;
  private long skippedBytes;
  private long tornBytes;

  private WalReplay(Path dir, WalHandler handler) {
    this.dir = dir;
    this.handler = handler;
  }

  /// Hands everything in `dir` to `handler`, oldest first.
  ///
  /// @throws IOException when files cannot be read at all
  public static Outcome run(Path dir, WalHandler handler) throws IOException {
    return new WalReplay(dir, handler).run();
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
    long sound;
    long size;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      size = channel.size();
      ByteBuffer file =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, Integer.MAX_VALUE - 8), arena)
              .asByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      sound = readFrames(path, file);
    }
    if (sound < size) {
      logger.warn("wal_tail_cut file={} from={} bytes={}", path, sound, size - sound);
      tornBytes += size - sound;
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(sound);
      }
    }
  }

  /// Returns where the last sound frame ends.
  private int readFrames(Path path, ByteBuffer file) throws IOException {
    int at = 0;
    while (at < file.limit()) {
      int end = Frame.endOf(file, at);
      if (end < 0) {
        int next = Frame.findNext(file, at + 1);
        if (next < 0) {
          return at;
        }
        setAside(path, file, at, next);
        at = next;
      } else {
        readFrame(path, file, at, end);
        at = end;
      }
    }
    return at;
  }

  private void readFrame(Path path, ByteBuffer file, int at, int end) throws IOException {
    byte[] payload = new byte[end - at - Frame.HEADER];
    file.get(at + Frame.HEADER, payload);
    try {
      WalDecoder.decode(file.get(at + Frame.HEADER - 1), payload, handler);
      frames++;
    } catch (CorruptDataException e) {
      logger.warn("wal_record_unreadable file={} offset={}", path, at, e);
      setAside(path, file, at, end);
    }
  }

  private void setAside(Path path, ByteBuffer file, int from, int to) throws IOException {
    logger.warn("wal_record_skipped file={} offset={} bytes={}", path, from, to - from);
    skippedBytes += to - from;
    Path folder = Files.createDirectories(dir.resolve("quarantine"));
    Path copy = folder.resolve("%s-at-%d".formatted(path.getFileName(), from));
    byte[] bytes = new byte[to - from];
    file.get(from, bytes);
    Files.write(copy, bytes);
    quarantined.add(copy);
  }
}
