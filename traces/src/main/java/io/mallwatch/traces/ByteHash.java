package io.mallwatch.traces;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A 64-bit hash of bytes: eight bytes a step, each folded in by the halves of a 128-bit product.
///
/// Segments keep such hashes, so it must not change.
public final class ByteHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long START = 0x9e3779b97f4a7c15L;
  private static final long STEP = 0xe7037ed1a0b428dbL;
  private static final long END = 0x8ebc6af09c88c6e3L;

  private ByteHash() {}

  /// Of `bytes[from, from + length)`.
  ///
  /// @param seed hashes of different sorts of things differ by it
  public static long of(byte[] bytes, int from, int length, long seed) {
    long hash = seed ^ START;
    int at = from;
    int left = length;
    while (left >= Long.BYTES) {
      hash = fold(hash ^ (long) LONGS.get(bytes, at), STEP);
      at += Long.BYTES;
      left -= Long.BYTES;
    }
    long tail = 0;
    for (int i = 0; i < left; i++) {
      tail |= (bytes[at + i] & 0xffL) << (8 * i);
    }
    return fold(hash ^ tail, END + length);
  }

  /// Of `text` in UTF-8.
  public static long of(String text, long seed) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length, seed);
  }

  /// Of two hashes, in this order.
  public static long of(long first, long second) {
    return fold(fold(first ^ START, STEP) ^ second, END);
  }

  private static long fold(long left, long right) {
    return Math.unsignedMultiplyHigh(left, right) ^ (left * right);
  }
}
