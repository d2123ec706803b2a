package io.mallwatch.logs.lucene.wal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads one file of the log, frame by frame, stepping over what is broken.
final class WalReader {

  /// First bytes of every file: name and version of the format.
  static final byte[] FILE_HEAD = {'M', 'W', 'L', 'O', 'G', 'W', 'A', 1};

  private WalReader() {}

  /// Calls `sink` with every good frame.
  static Scan read(Path path, Consumer<WalFrame> sink) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new IOException("%s is larger than any file of this log".formatted(path));
      }
      ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
      while (file.hasRemaining() && channel.read(file) >= 0) {}
      file.flip();
      return scan(file, sink);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Scan scan(ByteBuffer file, Consumer<WalFrame> sink) {
    List<Broken> broken = new ArrayList<>();
    int at = headLength(file);
    if (at == 0 && file.limit() > 0) {
      at = nextFrame(file, 0);
      broken.add(new Broken(0, at));
    }
    long frames = 0;
    while (at < file.limit()) {
      WalFrame frame = WalFrame.read(file, at);
      if (frame != null) {
        sink.accept(frame);
        frames++;
        at += frame.lengthInFile();
      } else {
        int next = nextFrame(file, at + 1);
        broken.add(new Broken(at, next));
        at = next;
      }
    }
    return new Scan(frames, file.limit(), List.copyOf(broken));
  }

  private static int headLength(ByteBuffer file) {
    if (file.limit() < FILE_HEAD.length) {
      return 0;
    }
    for (int i = 0; i < FILE_HEAD.length; i++) {
      if (file.get(i) != FILE_HEAD[i]) {
        return 0;
      }
    }
    return FILE_HEAD.length;
  }

  /// Offset of the next good frame at or after `from`; the end of the file when there is none.
  private static int nextFrame(ByteBuffer file, int from) {
    for (int at = from; at + WalFrame.OVERHEAD <= file.limit(); at++) {
      if (file.getInt(at + WalFrame.HEAD) == WalFrame.MAGIC && WalFrame.read(file, at) != null) {
        return at;
      }
    }
    return file.limit();
  }

  /// What a file held.
  ///
  /// @param broken stretches that are no frame, in order
  record Scan(long frames, int size, List<Broken> broken) {

    /// The broken stretch at the end, as an interrupted write leaves it; empty when there is none.
    List<Broken> torn() {
      return broken.isEmpty() || broken.getLast().to() != size
          ? List.of()
          : List.of(broken.getLast());
    }
  }

  /// @param from offset of the first bad byte
  /// @param to offset behind the last
  record Broken(int from, int to) {}
}
