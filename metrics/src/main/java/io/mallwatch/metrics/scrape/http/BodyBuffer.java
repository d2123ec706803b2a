package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Room for a body, used again for the next one. Not thread-safe.
public final class BodyBuffer {

  private static final int START_BYTES = 8 * 1024;
  private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

  private byte[] bytes = new byte[START_BYTES];
  private int length;

  /// The bytes; only the first [#length()] count, and only until the next body.
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /// The body as text.
  public String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  void clear() {
    length = 0;
  }

  /// Takes all of `in`.
  ///
  /// @param limit in bytes; 0 for none
  /// @throws BodyTooLargeException when there is more
  void readAll(InputStream in, long limit) throws IOException {
    length = 0;
    long most = limit == 0 ? MAX_BYTES : Math.min(limit, MAX_BYTES);
    while (true) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, bytes.length * 2L));
      }
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        return;
      }
      length += read;
      if (length > most) {
        length = 0;
        throw new BodyTooLargeException(most);
      }
    }
  }
}
