package io.mallwatch.doors.http;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// `Content-Encoding` both ways. Decompression stops at a limit, so a small bomb stays small.
public final class ContentCodings {

  private static final int STEP = 64 * 1024;

  private ContentCodings() {}

  /// Room for what a decompression yields, asked for step by step.
  @FunctionalInterface
  public interface Room {
    /// @throws RefusedException when there is no room for `bytes` more
    void reserve(int bytes);
  }

  /// Undoes `encoding` (`gzip`, `deflate`, `zstd`, `identity` or empty).
  ///
  /// @throws RefusedException 415 for another encoding, 413 past `limit` bytes, 400 for bad data
  public static byte[] decode(byte[] body, String encoding, int limit, Room room) {
    String coding = encoding.strip().toLowerCase(Locale.ROOT);
    if (coding.isEmpty() || coding.equals("identity") || body.length == 0) {
      return body;
    }
    try (InputStream in = open(body, coding)) {
      return readAll(in, limit, room);
    } catch (IOException | RuntimeException e) {
      if (e instanceof RefusedException refused) {
        throw refused;
      }
      throw new RefusedException(
          Problem.bad("the body is not valid %s: %s".formatted(coding, e.getMessage())));
    }
  }

  private static InputStream open(byte[] body, String coding) throws IOException {
    InputStream raw = new ByteArrayInputStream(body);
    return switch (coding) {
      case "gzip", "x-gzip" -> new GZIPInputStream(raw, STEP);
      case "deflate" -> new InflaterInputStream(raw, new Inflater(!hasZlibHeader(body)));
      case "zstd" -> new ZstdInputStream(raw);
      default ->
          throw new RefusedException(
              Problem.unsupportedMediaType(
                  "Content-Encoding '%s' is not supported; gzip, deflate, zstd are"
                      .formatted(coding)));
    };
  }

  /// RFC 9110 says zlib; some clients send raw deflate.
  private static boolean hasZlibHeader(byte[] body) {
    return body.length >= 2
        && (body[0] & 0x0f) == 8
        && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
  }

  private static byte[] readAll(InputStream in, int limit, Room room) throws IOException {
    byte[] out = new byte[STEP];
    int size = 0;
    room.reserve(STEP);
    while (true) {
      int count = in.read(out, size, out.length - size);
      if (count < 0) {
        return size == out.length ? out : Arrays.copyOf(out, size);
      }
      size += count;
      if (size > limit) {
        throw new RefusedException(
            Problem.tooLarge("the decompressed body is larger than %d bytes".formatted(limit)));
      }
      if (size == out.length) {
        room.reserve(out.length);
        out = Arrays.copyOf(out, out.length * 2);
      }
    }
  }

  /// `body` as gzip, quickly rather than small.
  public static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, body.length / 3));
    try (GZIPOutputStream gzip = new FastGzip(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// A sink whose pieces reach `sink` as gzip; what has gathered when they end comes with
  /// [GzipSink#end()].
  static final class GzipSink implements Reply.Stream.Sink {

    private final Reply.Stream.Sink sink;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(STEP);
    private final GZIPOutputStream gzip;

    GzipSink(Reply.Stream.Sink sink) {
      this.sink = sink;
      try {
        this.gzip = new FastGzip(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void write(byte[] bytes) throws InterruptedException {
      try {
        gzip.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (out.size() >= STEP) {
        flush();
      }
    }

    private void flush() throws InterruptedException {
      byte[] piece = out.toByteArray();
      out.reset();
      sink.write(piece);
    }

    void end() throws InterruptedException {
      try {
        gzip.finish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      flush();
    }
  }

  /// Level 1: on JSON it is some four times as fast as the default, for a fifth more bytes.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, STEP);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /// Whether an `Accept-Encoding` header lets us send `coding`.
  static boolean accepts(String acceptEncoding, String coding) {
    for (String part : acceptEncoding.split(",")) {
      String[] tokens = part.strip().toLowerCase(Locale.ROOT).split(";");
      if (tokens[0].strip().equals(coding)) {
        return tokens.length < 2 || !tokens[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  /// Whether compressing this media type pays.
  static boolean isCompressible(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.contains("json")
        || type.contains("javascript")
        || type.contains("xml")
        || type.contains("yaml")
        || type.contains("x-protobuf")
        || type.startsWith("image/svg");
  }
}
