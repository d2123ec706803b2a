package io.mallwatch.logs.tail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The bytes of an open file, decompressed where it is compressed. Stays readable when the file is
/// renamed or deleted. Not thread-safe.
interface Content extends AutoCloseable {

  /// How names of files end that are compressed with Zstandard.
  String ZSTD = ".zst";

  /// Reads up to `length` bytes from `position` on into `bytes` from index 0; fewer only at the
  /// end.
  ///
  /// @return how many; 0 at the end
  int read(long position, byte[] bytes, int length) throws IOException;

  /// Bytes there are now; [Long#MAX_VALUE] when that is not known without reading.
  long size() throws IOException;

  @Override
  void close() throws IOException;

  /// Why reading stopped before the end, or null. A compressed file that is still being written
  /// ends in the middle.
  default @Nullable IOException failure() {
    return null;
  }

  /// Whether files of this name are compressed.
  static boolean isCompressed(Path path) {
    String name = path.toString();
    return name.endsWith(".gz") || name.endsWith(ZSTD);
  }

  static Content open(Path path) throws IOException {
    return isCompressed(path) ? new Compressed(path) : new Plain(path);
  }

  /// A file as it is.
  final class Plain implements Content {
    private final FileChannel channel;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    Plain(Path path) throws IOException {
      this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public int read(long position, byte[] bytes, int length) throws IOException {
      ByteBuffer into = ByteBuffer.wrap(bytes, 0, length);
      int total = 0;
      while (into.hasRemaining()) {
        int read = channel.read(into, position + total);
        if (read <= 0) {
          break;
        }
        total += read;
      }
      return total;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /// A gzip or Zstandard file, read from front to back; going back means to begin again.
  final class Compressed implements Content {
    private static final int BUFFER = 64 << 10;

    private final Path path;
    private @Nullable InputStream in;
    private byte[] window = new byte[0];
    private long windowFrom;
    private int windowLength;
    private @Nullable IOException failure;

    /// @throws IOException when it cannot be opened
    Compressed(Path path) throws IOException {
      this.path = path;
      this.in = stream();
    }

    private InputStream stream() throws IOException {
      InputStream raw = Files.newInputStream(path);
      try {
        return path.toString().endsWith(ZSTD)
            ? new ZstdRoll(raw)
            : new GZIPInputStream(raw, BUFFER);
      } catch (IOException e) {
        raw.close();
        throw e;
      }
    }

    @Override
    public int read(long position, byte[] bytes, int length) throws IOException {
      InputStream source = in;
      if (source == null || position < windowFrom) {
        close();
        source = stream();
        in = source;
        windowFrom = 0;
        windowLength = 0;
      }
      failure = null;
      try {
        forward(source, position, bytes);
        fill(source, length);
      } catch (EOFException | ZipException e) {
        failure = new IOException(path + " is not whole: " + e.getMessage(), e);
        close();
      }
      int from = (int) Math.min(windowLength, position - windowFrom);
      int count = Math.min(windowLength - from, length);
      System.arraycopy(window, from, bytes, 0, count);
      return count;
    }

    @Override
    public @Nullable IOException failure() {
      return failure;
    }

    /// Lets go of what lies before `position`.
    private void forward(InputStream source, long position, byte[] scratch) throws IOException {
      while (position > windowFrom + windowLength) {
        windowFrom += windowLength;
        windowLength = 0;
        int read = source.read(scratch, 0, (int) Math.min(scratch.length, position - windowFrom));
        if (read < 0) {
          return;
        }
        windowFrom += read;
      }
      int gone = (int) (position - windowFrom);
      System.arraycopy(window, gone, window, 0, windowLength - gone);
      windowFrom += gone;
      windowLength -= gone;
    }

    private void fill(InputStream source, int length) throws IOException {
      if (window.length < length) {
        window = java.util.Arrays.copyOf(window, length);
      }
      while (windowLength < length) {
        int read = source.read(window, windowLength, length - windowLength);
        if (read < 0) {
          return;
        }
        windowLength += read;
      }
    }

    @Override
    public long size() {
      return Long.MAX_VALUE;
    }

    @Override
    public void close() throws IOException {
      InputStream open = in;
      in = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
