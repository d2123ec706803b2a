package io.mallwatch.metrics.scrape.discovery.kubernetes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Refuses to read more than so many bytes since the last [#restart()].
final class BoundedInput extends FilterInputStream {

  private final long limit;
  private long taken;

  BoundedInput(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  void restart() {
    taken = 0;
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
    if (taken > limit) {
      throw new KubernetesFailedException("the answer is larger than %d bytes".formatted(limit));
    }
  }
}
