package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.model.CorruptDataException;
import java.util.Arrays;

/// A column of integers, frame-of-reference with exceptions: each is stored as its distance from a
/// base in as few bits as most need; the few that lie outside are stored aside and patched in (the
/// idea of PFOR: Zukowski and others, ICDE 2006). The base is chosen so that outliers on both sides
/// may be left out, such as the one large negative step of a counter that began anew.
///
/// An object holds scratch room for planning; not thread-safe. Reading is static.
final class LongColumn {

  /// Most numbers in a column: an exception's place is one byte.
  static final int MAX = 256;

  private static final int EXCEPTIONS = 0x80;

  /// How many outliers below the base are thought of.
  private static final int LOWEST = 4;

  private final int[] widths = new int[65];
  private final long[] lowest = new long[LOWEST];
  private long base;
  private int width;
  private int exceptions;

  /// Chooses base and width for `numbers[from, to)`, for [#write]; how many bytes that will take,
  /// about.
  int plan(long[] numbers, int from, int to) {
    int count = to - from;
    base = 0;
    width = 0;
    exceptions = 0;
    if (count == 0) {
      return 3;
    }
    long max = findLowest(numbers, from, to);
    base = lowest[0];
    width = PackedBits.widthOf(max - base);
    int bits = count * width;
    if (width > 1 && count > 2 * LOWEST) {
      bits = planExceptions(numbers, from, to, max);
    }
    return 2 + varintLength(zigzag(base)) + ((bits + 7) >>> 3);
  }

  /// Notes the lowest numbers; returns the highest.
  private long findLowest(long[] numbers, int from, int to) {
    Arrays.fill(lowest, Long.MAX_VALUE);
    long max = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      long number = numbers[i];
      max = Math.max(max, number);
      if (number < lowest[LOWEST - 1]) {
        int place = LOWEST - 1;
        for (; place > 0 && lowest[place - 1] > number; place--) {
          lowest[place] = lowest[place - 1];
        }
        lowest[place] = number;
      }
    }
    return max;
  }

  /// Looks for a smaller width with which at most one in eight lies outside.
  private int planExceptions(long[] numbers, int from, int to, long max) {
    int full = width;
    int best = (to - from) * full;
    int exceptionBits = 8 + 8 * varintLength(zigzag(max - base));
    for (int below = 0; below < LOWEST; below++) {
      long candidate = lowest[below];
      int reach = PackedBits.widthOf(max - candidate);
      if (below > 0 && (candidate == lowest[below - 1] || reach >= full - 1)) {
        continue;
      }
      countWidths(numbers, from, to, candidate);
      int outside = below;
      for (int narrow = reach; outside <= (to - from) / 8; narrow--) {
        int bits = (to - from) * narrow + (outside == 0 ? 0 : 8) + outside * exceptionBits;
        if (bits < best) {
          best = bits;
          base = candidate;
          width = narrow;
          exceptions = outside;
        }
        if (narrow == 0) {
          break;
        }
        outside += widths[narrow];
      }
    }
    return best;
  }

  private void countWidths(long[] numbers, int from, int to, long candidate) {
    Arrays.fill(widths, 0);
    for (int i = from; i < to; i++) {
      if (numbers[i] >= candidate) {
        widths[PackedBits.widthOf(numbers[i] - candidate)]++;
      }
    }
  }

  /// Writes `numbers[from, to)` as planned.
  void write(long[] numbers, int from, int to, ByteSink out) {
    out.zigzag(base).u8(exceptions > 0 ? width | EXCEPTIONS : width);
    if (exceptions > 0) {
      out.u8(exceptions);
      for (int i = from; i < to; i++) {
        if (isOutside(numbers[i])) {
          out.u8(i - from).zigzag(numbers[i] - base);
        }
      }
    }
    PackedBits.write(numbers, from, to, base, width, out);
  }

  private boolean isOutside(long number) {
    return width < 64 && (number - base) >>> width != 0;
  }

  /// Reads `count` numbers into `into` from index `at` on.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  static void read(ByteSource in, long[] into, int at, int count) {
    long base = in.zigzag();
    int head = in.u8();
    int width = PackedBits.checkWidth(head & ~EXCEPTIONS);
    int exceptions = 0;
    int patches = 0;
    if ((head & EXCEPTIONS) != 0) {
      exceptions = in.u8();
      patches = in.position();
      for (int i = 0; i < exceptions; i++) {
        in.u8();
        in.varint();
      }
    }
    int start = in.skip(PackedBits.byteLength(count, width));
    PackedBits.read(in.array(), start, width, base, into, at, count);
    if (exceptions > 0) {
      patch(new ByteSource(in.array(), patches, start), exceptions, base, into, at, count);
    }
  }

  private static void patch(
      ByteSource in, int exceptions, long base, long[] into, int at, int count) {
    for (int i = 0; i < exceptions; i++) {
      int place = in.u8();
      if (place >= count) {
        throw new CorruptDataException("a chunk has an exception outside its numbers");
      }
      into[at + place] = base + in.zigzag();
    }
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  static int varintLength(long value) {
    return (PackedBits.widthOf(value | 1) + 6) / 7;
  }
}
