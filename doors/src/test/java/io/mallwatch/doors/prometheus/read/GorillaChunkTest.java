package io.mallwatch.doors.prometheus.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Gen;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GorillaChunkTest {

  /// Reads what the chunk format's description says, bit by bit.
  private static final class Bits {
    private final byte[] bytes;
    private int at;

    Bits(byte[] bytes) {
      this.bytes = bytes;
    }

    long take(int count) {
      long value = 0;
      for (int i = 0; i < count; i++, at++) {
        value = value << 1 | (bytes[at >> 3] >> (7 - (at & 7)) & 1);
      }
      return value;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        long part = take(8);
        value |= (part & 0x7f) << shift;
        if (part < 0x80) {
          return value;
        }
      }
    }

    long change() {
      int ones = 0;
      while (ones < 4 && take(1) == 1) {
        ones++;
      }
      int[] sizes = {0, 14, 17, 20, 64};
      int size = sizes[ones];
      long raw = take(size);
      return size < 64 && size > 0 && raw > 1L << (size - 1) ? raw - (1L << size) : raw;
    }
  }

  private record Run(long[] times, double[] values) {}

  private static Run random(RandomGenerator random) {
    int size = 1 + random.nextInt(120);
    long[] times = new long[size];
    double[] values = new double[size];
    long time = random.nextLong(2_000_000_000_000L) - 1000;
    double value = random.nextInt(1000);
    for (int i = 0; i < size; i++) {
      time +=
          switch (random.nextInt(5)) {
            case 0 -> 1 + random.nextInt(20_000);
            case 1 -> 1 + random.nextInt(1_000_000);
            case 2 -> 1 + random.nextLong(10_000_000_000L);
            default -> 15_000;
          };
      value =
          switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> value;
            default -> value + random.nextInt(10);
          };
      times[i] = time;
      values[i] = value;
    }
    return new Run(times, values);
  }

  private static void check(Run run) {
    Bits bits = new Bits(GorillaChunk.numbers(run.times, run.values, 0, run.times.length));
    assertThat(bits.take(16)).isEqualTo(run.times.length);
    long time = 0;
    long delta = 0;
    long value = 0;
    int leading = 0;
    int trailing = 0;
    for (int i = 0; i < run.times.length; i++) {
      if (i == 0) {
        long raw = bits.varint();
        time = raw >>> 1 ^ -(raw & 1);
        value = bits.take(64);
      } else {
        delta = i == 1 ? bits.varint() : delta + bits.change();
        time += delta;
        if (bits.take(1) == 1) {
          if (bits.take(1) == 1) {
            leading = (int) bits.take(5);
            int significant = (int) bits.take(6);
            trailing = 64 - leading - (significant == 0 ? 64 : significant);
          }
          value ^= bits.take(64 - leading - trailing) << trailing;
        }
      }
      assertThat(time).isEqualTo(run.times[i]);
      assertThat(value).isEqualTo(Double.doubleToRawLongBits(run.values[i]));
    }
  }

  @Test
  void everyRunOfNumbersReadsBackTheSame() {
    Gen.forAll(2_000, GorillaChunkTest::random, GorillaChunkTest::check);
  }

  @Test
  void aSteadyCounterTakesFewBytes() {
    long[] times = new long[120];
    double[] values = new double[120];
    for (int i = 0; i < 120; i++) {
      times[i] = 1_700_000_000_000L + i * 15_000L;
      values[i] = 42;
    }
    assertThat(GorillaChunk.numbers(times, values, 0, 120)).hasSizeLessThan(50);
  }
}
