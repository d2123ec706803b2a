package io.mallwatch.logs.tail;

/// A stretch of a file, by its length and hash (FNV-1a, 64 bits).
///
/// @param length bytes, at most [#MAX_LENGTH]
record Fingerprint(int length, long hash) {

  /// Longest stretch that is looked at.
  static final int MAX_LENGTH = 1024;

  static final Fingerprint NOTHING = of(new byte[0], 0, 0);

  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  static Fingerprint of(byte[] bytes, int from, int to) {
    long hash = BASIS;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
    }
    return new Fingerprint(to - from, hash);
  }

  /// Whether `bytes[from, ...)`, of which those before `limit` count, begin with this stretch.
  boolean isAt(byte[] bytes, int from, int limit) {
    return limit - from >= length && equals(of(bytes, from, from + length));
  }
}
