package io.mallwatch.metrics.tsdb.wal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// Writes the head as of a segment into one file; it appears whole or not at all.
public final class Checkpoint implements AutoCloseable {

  private static final int FLUSH_BYTES = 4 << 20;

  private final Path dir;
  private final long segment;
  private final Path unfinished;
  private final FileChannel channel;
  private final WalEncoder encoder = new WalEncoder();

  private Checkpoint(Path dir, long segment) throws IOException {
    this.dir = dir;
    this.segment = segment;
    this.unfinished = dir.resolve("checkpoint.unfinished");
    this.channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  /// A checkpoint that stands for all segments before `segment`; invisible until [#finish()].
  public static Checkpoint begin(Path dir, long segment) throws IOException {
    return new Checkpoint(dir, segment);
  }

  /// Adds entries.
  public void add(Consumer<WalEncoder> entries) throws IOException {
    entries.accept(encoder);
    if (encoder.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    var frames = encoder.frames();
    while (frames.hasRemaining()) {
      channel.write(frames);
    }
    encoder.reset();
  }

  /// Makes the checkpoint durable and visible.
  public void finish() throws IOException {
    flush();
    channel.force(true);
    channel.close();
    Files.move(
        unfinished,
        WalFiles.checkpoint(dir, segment),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    WalFiles.forceFolder(dir);
  }

  /// Removes what is unfinished.
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(unfinished);
  }
}
