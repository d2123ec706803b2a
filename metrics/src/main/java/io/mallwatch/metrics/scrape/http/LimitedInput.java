package io.mallwatch.metrics.scrape.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Refuses to read past a limit.
final class LimitedInput extends FilterInputStream {

  private final long limit;
  private long taken;

  /// @param limit in bytes; 0 for none
  LimitedInput(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    int c = super.read();
    count(c < 0 ? 0 : 1);
    return c;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int bytes) {
    taken += bytes;
    if (limit > 0 && taken > limit) {
      throw new BodyTooLargeException(limit);
    }
  }
}
