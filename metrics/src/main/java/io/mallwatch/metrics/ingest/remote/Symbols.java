package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.TextCache;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The table of texts at the start of a request of remote write 2.0: where each lies in the
/// request, and its hash once somebody wants it. Not thread-safe; used again and again.
final class Symbols {

  private static final int KEPT = 64 * 1024;
  static final int DOMAIN = 2;

  private final ByteHash hash;
  private final TextCache texts;
  private byte[] bytes = {};
  private int[] from = new int[64];
  private int[] to = new int[64];
  private long[] first = new long[64];
  private long[] second = new long[64];
  private int size;

  Symbols(ByteHash hash, TextCache texts) {
    this.hash = hash;
    this.texts = texts;
  }

  void clear(byte[] request) {
    bytes = request;
    if (from.length > KEPT) {
      resize(64);
    }
    size = 0;
  }

  private void resize(int capacity) {
    from = Arrays.copyOf(from, capacity);
    to = Arrays.copyOf(to, capacity);
    first = Arrays.copyOf(first, capacity);
    second = Arrays.copyOf(second, capacity);
  }

  void add(int start, int end) {
    if (size == from.length) {
      resize(size * 2);
    }
    from[size] = start;
    to[size] = end;
    first[size] = 0;
    second[size++] = 0;
  }

  int size() {
    return size;
  }

  /// One half of the hash of a text.
  long first(int ref) {
    if (first[ref] == 0 && second[ref] == 0) {
      hash.start(DOMAIN);
      hash.add(bytes, from[ref], to[ref]);
      first[ref] = hash.first();
      second[ref] = hash.second();
    }
    return first[ref];
  }

  /// The other half; ask for the [#first(int)] first.
  long second(int ref) {
    return second[ref];
  }

  boolean isEmpty(int ref) {
    return from[ref] == to[ref];
  }

  /// The text; null when it is not UTF-8.
  @Nullable String text(int ref) {
    return texts.text(bytes, from[ref], to[ref]);
  }
}
