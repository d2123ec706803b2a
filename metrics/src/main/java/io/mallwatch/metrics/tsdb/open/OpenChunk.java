package io.mallwatch.metrics.tsdb.open;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.model.CorruptDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Samples of one series, each coded against the one before in whole bytes, so that adding one
/// costs a few nanoseconds and two or three bytes. Bytes once written are not changed and the array
/// is replaced when it grows: whoever holds the array and a count can read that many samples while
/// others are added. Picture: `docs/formats/metrics.md`. Not thread-safe for writers. A series in
/// the head is its own open chunk, by inheritance, so that a new sample finds all it needs in one
/// object.
public class OpenChunk {

  /// Samples at which a chunk should be ended.
  public static final int MOST_SAMPLES = 120;

  /// Bytes at which a chunk should be ended; only histograms get there.
  static final int MOST_BYTES = 4096;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  /// Room for the head and a number, which is always written as eight bytes.
  private static final int ROOM = 1 + 8;

  private static final int TIME_ROOM = 8;
  private static final int START_ROOM = 10;

  /// Bytes of the first array: the time and some samples.
  private static final int FIRST_ROOM = 36;

  /// Each further array is larger by this and by half.
  private static final int GROWTH = 28;

  // Low bits of the head: how the step in time differs from the step before.
  private static final int TIME_BITS = 7;
  private static final int STEP_SAME = 0;
  private static final int STEP_8 = 1;
  private static final int STEP_16 = 2;
  private static final int STEP_32 = 3;
  private static final int STEP_64 = 4;

  /// In the head: another start time follows.
  private static final int START = 8;

  // High bits of the head: the value. 1 to 8 are that many high bytes of the changed bits.
  private static final int VALUE_SHIFT = 4;
  private static final int DIFFERENCE_8 = 9;
  private static final int DIFFERENCE_16 = 10;
  private static final int DIFFERENCE_32 = 11;
  private static final int HISTOGRAM = 12;

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int size;
  private int count;
  private int step;
  private long lastMillis;
  private long lastBits;
  private long lastStart;

  /// Empty.
  public OpenChunk() {}

  /// Adds the sample at `index` of `samples`, later than all before.
  public final void add(SampleColumns samples, int index) {
    long[] starts = samples.starts();
    long start = starts == null ? 0 : starts[index];
    NativeHistogram[] histograms = samples.histograms();
    NativeHistogram histogram = histograms == null ? null : histograms[index];
    if (histogram == null) {
      var _ = add(samples.times()[index], samples.values()[index], start);
    } else {
      var _ = add(samples.times()[index], HistogramBytes.of(histogram), start);
    }
  }

  /// Adds a number, later than all before; whether the chunk should be ended.
  public final boolean add(long millis, double value, long start) {
    long bits = Double.doubleToRawLongBits(value);
    int at = begin(millis, start, 0);
    if (bits != lastBits) {
      at = change(at, value, bits);
      lastBits = bits;
    }
    size = at;
    count++;
    return isFull();
  }

  /// Writes the difference to the value before at `at` and its kind into the head.
  private int change(int at, double value, long bits) {
    double before = Double.longBitsToDouble(lastBits);
    long difference = (long) value - (long) before;
    boolean whole =
        difference == (int) difference
            && Double.doubleToRawLongBits((double) ((long) before + difference)) == bits
            && (double) (long) before == before;
    int kind;
    int length;
    if (!whole) {
      long changed = bits ^ lastBits;
      kind = 8 - (Long.numberOfTrailingZeros(changed) >>> 3);
      length = kind;
      LONGS.set(bytes, at, changed >>> (64 - 8 * kind));
    } else if (difference == (byte) difference) {
      kind = DIFFERENCE_8;
      length = 1;
      bytes[at] = (byte) difference;
    } else if (difference == (short) difference) {
      kind = DIFFERENCE_16;
      length = 2;
      SHORTS.set(bytes, at, (short) difference);
    } else {
      kind = DIFFERENCE_32;
      length = 4;
      INTS.set(bytes, at, (int) difference);
    }
    bytes[size] |= (byte) (kind << VALUE_SHIFT);
    return at + length;
  }

  /// Adds a histogram as [HistogramBytes] wrote it, later than all before; whether the chunk should
  /// be ended.
  public final boolean add(long millis, byte[] histogram, long start) {
    int at = begin(millis, start, histogram.length);
    bytes[size] |= (byte) (HISTOGRAM << VALUE_SHIFT);
    System.arraycopy(histogram, 0, bytes, at, histogram.length);
    lastBits = 0;
    size = at + histogram.length;
    count++;
    return isFull();
  }

  /// Writes head, time and start; where the value goes.
  private int begin(long millis, long start, int more) {
    if (count == 0) {
      ensure(Math.max(FIRST_ROOM, 8 + ROOM + START_ROOM + more));
      LONGS.set(bytes, 0, millis);
      size = 8;
      step = 0;
      lastMillis = millis;
      lastBits = 0;
      lastStart = 0;
    }
    long now = millis - lastMillis;
    long difference = now - step;
    ensure(
        size
            + ROOM
            + (difference == 0 ? 0 : TIME_ROOM)
            + (start == lastStart ? 0 : START_ROOM)
            + more);
    int at = size + 1;
    int head = STEP_SAME;
    if (difference != 0) {
      if (now != (int) now) {
        head = STEP_64;
        LONGS.set(bytes, at, now);
        at += 8;
        now = 0;
      } else if (difference == (byte) difference) {
        head = STEP_8;
        bytes[at++] = (byte) difference;
      } else if (difference == (short) difference) {
        head = STEP_16;
        SHORTS.set(bytes, at, (short) difference);
        at += 2;
      } else {
        head = STEP_32;
        INTS.set(bytes, at, (int) now);
        at += 4;
      }
      step = (int) now;
    }
    lastMillis = millis;
    if (start != lastStart) {
      head |= START;
      at = start(at, start == 0 ? 0 : zigzag(millis - start) + 1);
      lastStart = start;
    }
    bytes[size] = (byte) head;
    return at;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private int start(int from, long coded) {
    int at = from;
    long rest = coded;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  private void ensure(int length) {
    if (bytes.length < length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, size + size / 2 + GROWTH));
    }
  }

  /// Begins anew; what was read out of it stays as it is.
  public final void clear() {
    bytes = NOTHING;
    size = 0;
    count = 0;
  }

  /// Takes up again what [#trimmed()] and [#count()] were; the last sample's histogram, or null
  /// when that is a number.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  public final @Nullable NativeHistogram restore(byte[] saved, int samples) {
    Reader reader = new Reader(saved);
    NativeHistogram last = null;
    for (int i = 0; i < samples; i++) {
      last = reader.next();
    }
    bytes = saved;
    size = reader.at;
    count = samples;
    step = (int) reader.step;
    lastMillis = reader.millis;
    lastBits = reader.bits;
    lastStart = reader.start;
    return last;
  }

  /// Time of the last sample; there must be one.
  public final long lastMillis() {
    return lastMillis;
  }

  /// Bits of the last sample when it is a number.
  public final long lastValueBits() {
    return lastBits;
  }

  /// The bytes so far and perhaps some more.
  public final byte[] bytes() {
    return bytes;
  }

  public final byte[] trimmed() {
    return Arrays.copyOf(bytes, size);
  }

  /// How many of [#bytes()] are used.
  public final int size() {
    return size;
  }

  /// How many samples there are.
  public final int count() {
    return count;
  }

  /// Whether it should be ended.
  public final boolean isFull() {
    return count >= MOST_SAMPLES || size >= MOST_BYTES;
  }

  /// Time of the first sample; there must be one.
  public static long minMillis(byte[] bytes) {
    return (long) LONGS.get(bytes, 0);
  }

  /// Adds the first `count` samples in `bytes` to `into`.
  ///
  /// @throws CorruptDataException when the bytes make no sense
  public static void read(byte[] bytes, int count, SampleColumns into) {
    Reader reader = new Reader(bytes);
    into.ensure(count);
    for (int i = 0; i < count; i++) {
      NativeHistogram histogram = reader.next();
      if (histogram == null) {
        into.add(reader.millis, Double.longBitsToDouble(reader.bits));
      } else {
        into.add(reader.millis, histogram);
      }
      if (reader.start != 0) {
        into.startedAt(reader.start);
      }
    }
  }

  /// Steps from sample to sample.
  private static final class Reader {
    private final byte[] in;
    private int at = 8;
    private long millis;
    private long step;
    private long bits;
    private long start;

    Reader(byte[] in) {
      this.in = in;
      this.millis = in.length < 8 ? 0 : minMillis(in);
    }

    /// Reads one sample; its histogram, or null when it is a number.
    @Nullable NativeHistogram next() {
      try {
        int head = in[at++];
        time(head & TIME_BITS);
        if ((head & START) != 0) {
          long coded = varint();
          long distance = coded - 1;
          start = coded == 0 ? 0 : millis - ((distance >>> 1) ^ -(distance & 1));
        }
        int kind = (head >>> VALUE_SHIFT) & 15;
        if (kind == HISTOGRAM) {
          ByteSource source = new ByteSource(in, at, in.length);
          NativeHistogram histogram = HistogramBytes.read(source);
          at = source.position();
          bits = 0;
          return histogram;
        }
        value(kind);
        return null;
      } catch (IndexOutOfBoundsException e) {
        throw new CorruptDataException("a chunk of samples ends early", e);
      }
    }

    private void time(int kind) {
      switch (kind) {
        case STEP_SAME -> {}
        case STEP_8 -> step += in[at++];
        case STEP_16 -> {
          step += (short) SHORTS.get(in, at);
          at += 2;
        }
        case STEP_32 -> {
          step = (int) INTS.get(in, at);
          at += 4;
        }
        case STEP_64 -> {
          millis += (long) LONGS.get(in, at);
          at += 8;
          step = 0;
          return;
        }
        default -> throw new CorruptDataException("a chunk has an unknown step in time");
      }
      millis += step;
    }

    private void value(int kind) {
      switch (kind) {
        case 0 -> {}
        case DIFFERENCE_8 -> difference(in[at++]);
        case DIFFERENCE_16 -> {
          difference((short) SHORTS.get(in, at));
          at += 2;
        }
        case DIFFERENCE_32 -> {
          difference((int) INTS.get(in, at));
          at += 4;
        }
        default -> {
          if (kind > 8) {
            throw new CorruptDataException("a chunk has an unknown kind of value");
          }
          long changed = 0;
          for (int i = kind - 1; i >= 0; i--) {
            changed = (changed << 8) | (in[at + i] & 0xff);
          }
          bits ^= changed << (64 - 8 * kind);
          at += kind;
        }
      }
    }

    private void difference(int by) {
      bits = Double.doubleToRawLongBits((double) ((long) Double.longBitsToDouble(bits) + by));
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 70; shift += 7) {
        byte b = in[at++];
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new CorruptDataException("a chunk has a number longer than 10 bytes");
    }
  }
}
