package io.mallwatch.metrics.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A keyed hash of 128 bits over bytes and numbers, in two lanes of 64 bits that are multiplied and
/// folded on their own. It stands for what was hashed: with a key that nobody outside knows, two
/// different texts meet by chance only, once in 2^64 pairs and rarer.
///
/// `start`, then any number of `add`, then [#first()] and [#second()]. Not thread-safe.
public final class ByteHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long P0 = 0xa0761d6478bd642fL;
  private static final long P1 = 0xe7037ed1a0b428dbL;
  private static final long P2 = 0x8ebc6af09c88c6e3L;
  private static final long P3 = 0x589965cc75374cc3L;

  private final long k0;
  private final long k1;
  private final long k2;
  private final long k3;
  private long x;
  private long y;

  /// @param key hashes of equal keys are equal
  public ByteHash(long key) {
    this.k0 = fold(key ^ P0, P1) ^ P2;
    this.k1 = fold(key ^ P1, P2) ^ P3;
    this.k2 = fold(key ^ P2, P3) ^ P0;
    this.k3 = fold(key ^ P3, P0) ^ P1;
  }

  /// Begins a hash; equal bytes under another `domain` hash to something else.
  public void start(long domain) {
    x = fold(k0, domain ^ k1);
    y = fold(k2, domain ^ k3);
  }

  /// Goes on from a hash that was taken before.
  public void resume(long first, long second) {
    x = first;
    y = second;
  }

  public void add(long value) {
    x = fold(value ^ k0 ^ x, k1);
    y = fold(value ^ k2 ^ y, k3);
  }

  /// Adds another hash, by its two halves.
  public void add(long otherFirst, long otherSecond) {
    x = fold(otherFirst ^ k0 ^ x, k1);
    y = fold(otherSecond ^ k2 ^ y, k3);
  }

  /// Adds `bytes[from, to)` and how many they are.
  public void add(byte[] bytes, int from, int to) {
    long a = x;
    long b = y;
    int at = from;
    while (to - at >= 16) {
      long left = (long) LONGS.get(bytes, at);
      long right = (long) LONGS.get(bytes, at + 8);
      a = fold(left ^ k0 ^ a, right ^ k1);
      b = fold(right ^ k2 ^ b, left ^ k3);
      at += 16;
    }
    long left = 0;
    long right = 0;
    int rest = to - at;
    if (rest >= 8) {
      left = (long) LONGS.get(bytes, at);
      right = tail(bytes, at + 8, rest - 8);
    } else {
      left = tail(bytes, at, rest);
    }
    a = fold(left ^ k0 ^ a, right ^ k1);
    b = fold(right ^ k2 ^ b, left ^ k3);
    int length = to - from;
    x = fold(a ^ length, k0);
    y = fold(b ^ length, k2);
  }

  private static long tail(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[at + i] & 0xffL) << (8 * i);
    }
    return value;
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }

  /// One half of the hash.
  public long first() {
    return x;
  }

  /// The other half.
  public long second() {
    return y;
  }
}
