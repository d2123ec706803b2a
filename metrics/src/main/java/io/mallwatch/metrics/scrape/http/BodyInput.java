package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/// The body of an answer as RFC 9112 §6 frames it: in chunks, by length, or until the server hangs
/// up.
final class BodyInput extends InputStream {

  private static final long UNTIL_CLOSE = -1;

  private final HttpConnection connection;
  private final boolean chunked;
  private long left;
  private boolean done;

  private BodyInput(HttpConnection connection, boolean chunked, long left) {
    this.connection = connection;
    this.chunked = chunked;
    this.left = left;
    this.done = !chunked && left == 0;
  }

  static BodyInput of(HttpConnection connection, HttpConnection.Head head, String method)
      throws IOException {
    if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
      return new BodyInput(connection, false, 0);
    }
    String coding = head.headers().first("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
    if (coding.endsWith("chunked")) {
      return new BodyInput(connection, true, 0);
    }
    String length = head.headers().first("content-length").orElse("");
    if (length.isEmpty()) {
      return new BodyInput(connection, false, UNTIL_CLOSE);
    }
    try {
      long bytes = Long.parseLong(length);
      if (bytes >= 0) {
        return new BodyInput(connection, false, bytes);
      }
    } catch (NumberFormatException e) {
      throw new IOException("bad Content-Length \"%.20s\"".formatted(length), e);
    }
    throw new IOException("bad Content-Length \"%.20s\"".formatted(length));
  }

  /// Whether all of it was read, and the connection stands at the next answer.
  boolean complete() {
    return done && left != UNTIL_CLOSE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !done) {
      nextChunk();
    }
    if (done) {
      return -1;
    }
    int wanted = left == UNTIL_CLOSE ? length : (int) Math.min(length, left);
    int read = connection.in().read(target, offset, wanted);
    if (read < 0) {
      if (left != UNTIL_CLOSE) {
        throw new IOException("unexpected EOF");
      }
      done = true;
      return -1;
    }
    if (left != UNTIL_CLOSE) {
      left -= read;
      if (left == 0) {
        if (chunked) {
          var _ = connection.chunkLine();
        } else {
          done = true;
        }
      }
    }
    return read;
  }

  private void nextChunk() throws IOException {
    String line = connection.chunkLine();
    int end = line.indexOf(';');
    String size = (end < 0 ? line : line.substring(0, end)).strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      throw new IOException("bad chunk size \"%.20s\"".formatted(size), e);
    }
    if (left < 0) {
      throw new IOException("bad chunk size \"%.20s\"".formatted(size));
    }
    if (left == 0) {
      String trailer = connection.chunkLine();
      while (!trailer.isEmpty()) {
        trailer = connection.chunkLine();
      }
      done = true;
    }
  }
}
