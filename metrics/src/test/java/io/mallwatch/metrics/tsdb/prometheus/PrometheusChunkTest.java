package io.mallwatch.metrics.tsdb.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.SampleAssert;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Chunks put together bit by bit as Prometheus's format document has them.
class PrometheusChunkTest {

  /// Bits from the highest on.
  private static final class Bits {
    private final StringBuilder text = new StringBuilder();

    Bits raw(String bits) {
      text.append(bits);
      return this;
    }

    Bits number(long value, int size) {
      for (int i = size - 1; i >= 0; i--) {
        text.append((value >>> i) & 1);
      }
      return this;
    }

    Bits number(double value) {
      return number(Double.doubleToRawLongBits(value), 64);
    }

    Bits uvarint(long value) {
      long rest = value;
      while (rest >= 0x80) {
        number((rest & 0x7f) | 0x80, 8);
        rest >>>= 7;
      }
      return number(rest, 8);
    }

    Bits varint(long value) {
      return uvarint((value << 1) ^ (value >> 63));
    }

    /// In the size that its prefix of ones says.
    Bits varbit(long value) {
      if (value == 0) {
        return raw("0");
      }
      if (value >= -3 && value <= 4) {
        return raw("10").number(value, 3);
      }
      if (value >= -2047 && value <= 2048) {
        return raw("11110").number(value, 12);
      }
      return raw("11111111").number(value, 64);
    }

    byte[] bytes() {
      while (text.length() % 8 != 0) {
        text.append('0');
      }
      byte[] bytes = new byte[text.length() / 8];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) Integer.parseInt(text.substring(8 * i, 8 * i + 8), 2);
      }
      return bytes;
    }
  }

  private static SampleColumns read(int encoding, byte[] bytes) {
    SampleColumns out = new SampleColumns(1);
    PrometheusChunk.read(encoding, bytes, 0, bytes.length, out);
    return out;
  }

  @Test
  void xorTwoWithStartTimesAndStaleMarkers() {
    byte[] chunk =
        new Bits()
            .number(6, 16)
            .number(0x80 | 3, 8) // first start known, changed from sample 3 on
            .varint(1000)
            .number(1.5)
            .varint(400) // started at 600
            .uvarint(15)
            .raw("0") // sample 1: same value
            .raw("10") // sample 2: same step, changed value
            .raw("1")
            .number(12, 5)
            .number(52, 6)
            .number(Double.doubleToRawLongBits(1.5) ^ Double.doubleToRawLongBits(1.75), 52)
            .raw("11111") // sample 3: same step, stale
            .varbit(-10) // start = time of sample 2 + 10
            .raw("110")
            .number(-5, 13)
            .raw("0") // sample 4: step 10, value as before the marker
            .varbit(0) // the same distance again
            .raw("1110")
            .number(4000, 20)
            .raw("111") // sample 5: stale
            .varbit(4)
            .bytes();
    SampleColumns expected = new SampleColumns(1);
    expected.add(1000, 1.5);
    expected.startedAt(600);
    expected.add(1015, 1.5);
    expected.startedAt(600);
    expected.add(1030, 1.75);
    expected.startedAt(600);
    expected.add(1045, Sample.staleNan());
    expected.startedAt(1040);
    expected.add(1055, 1.75);
    expected.startedAt(1055);
    expected.add(5065, Sample.staleNan());
    expected.startedAt(1061);

    SampleAssert.assertSame(read(4, chunk), expected);
  }

  private static Bits layout(Bits bits) {
    return bits.number(243 + 2, 8) // zero threshold 0.5 * 2^2
        .varbit(3)
        .varbit(2) // two positive spans, length before offset
        .varbit(2)
        .varbit(-1)
        .varbit(1)
        .varbit(4)
        .varbit(0); // no negative ones
  }

  private static NativeHistogram histogram(
      double zeroCount, double count, double sum, ResetHint hint, double... buckets) {
    return new NativeHistogram(
        3,
        2,
        zeroCount,
        count,
        sum,
        new int[] {-1, 2, 4, 1},
        buckets,
        new int[0],
        new double[0],
        new double[0],
        hint);
  }

  @Test
  void integerHistogramsCountInDifferencesOfDifferences() {
    byte[] chunk =
        layout(new Bits().number(4, 16).number(0x40, 8))
            .varbit(2000)
            .varbit(4)
            .varbit(1)
            .number(2.5)
            .varbit(2) // buckets 2, 1, 1
            .varbit(-1)
            .varbit(0)
            .varbit(15) // sample 1: 15 ms later
            .varbit(3)
            .varbit(1)
            .raw("0")
            .varbit(2) // the first bucket's count grows by 2, the steps after it by 1 and -3
            .varbit(1)
            .varbit(-3)
            .varbit(0) // sample 2: the same growth once more
            .varbit(0)
            .varbit(0)
            .raw("0")
            .varbit(0)
            .varbit(0)
            .varbit(0)
            .varbit(0) // sample 3: the end
            .varbit(0)
            .varbit(0)
            .raw("11")
            .number(0, 5)
            .number(0, 6)
            .number(
                Double.doubleToRawLongBits(2.5) ^ Double.doubleToRawLongBits(Sample.staleNan()), 64)
            .bytes();
    SampleColumns expected = new SampleColumns(1);
    expected.add(2000, histogram(1, 4, 2.5, ResetHint.UNKNOWN, 2, 1, 1));
    expected.add(2015, histogram(2, 7, 2.5, ResetHint.NOT_RESET, 4, 4, 1));
    expected.add(2030, histogram(3, 10, 2.5, ResetHint.NOT_RESET, 6, 7, 1));
    expected.add(2045, NativeHistogram.stale());

    SampleAssert.assertSame(read(2, chunk), expected);
  }

  @Test
  void floatHistogramsOfGaugesKeepTheirNumbers() {
    byte[] chunk =
        layout(new Bits().number(2, 16).number(0xc0, 8))
            .varbit(2000)
            .number(4.5)
            .number(1)
            .number(2.5)
            .number(0.5)
            .number(2)
            .number(1.25)
            .varbit(15)
            .raw("0000") // all the same, and the first bucket too
            .raw("11")
            .number(0, 5)
            .number(0, 6)
            .number(Double.doubleToRawLongBits(2) ^ Double.doubleToRawLongBits(9), 64)
            .raw("0")
            .bytes();
    SampleColumns expected = new SampleColumns(1);
    expected.add(2000, histogram(1, 4.5, 2.5, ResetHint.GAUGE, 0.5, 2, 1.25));
    expected.add(2015, histogram(1, 4.5, 2.5, ResetHint.GAUGE, 0.5, 9, 1.25));

    SampleAssert.assertSame(read(3, chunk), expected);
  }

  @Test
  void customBoundsAreThousandthsOrRawAndStartTimesFollowEachSample() {
    byte[] chunk =
        new Bits()
            .number(1, 16)
            .number(0x80, 8)
            .number(0, 8)
            .varbit(NativeHistogram.CUSTOM_BUCKETS)
            .varbit(1)
            .varbit(3)
            .varbit(0)
            .varbit(0)
            .varbit(2)
            .varbit(26) // 0.025
            .varbit(0)
            .number(1 / 3.0)
            .varbit(2000)
            .varbit(3)
            .varbit(0)
            .number(1.5)
            .varbit(1)
            .varbit(0)
            .varbit(0)
            .varint(500)
            .bytes();
    SampleColumns expected = new SampleColumns(1);
    expected.add(
        2000,
        new NativeHistogram(
            NativeHistogram.CUSTOM_BUCKETS,
            0,
            0,
            3,
            1.5,
            new int[] {0, 3},
            new double[] {1, 1, 1},
            new int[0],
            new double[0],
            new double[] {0.025, 1 / 3.0},
            ResetHint.UNKNOWN));
    expected.startedAt(1500);

    SampleAssert.assertSame(read(5, chunk), expected);
  }

  @Test
  void cutBytesAndUnknownEncodingsAreRefused() {
    byte[] chunk = new Bits().number(3, 16).varint(1000).number(1.5).uvarint(15).bytes();
    for (int length = 0; length < chunk.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> PrometheusChunk.read(1, chunk, 0, cut, new SampleColumns(1)))
          .isInstanceOf(CorruptDataException.class);
    }
    for (int encoding : List.of(0, 7, 200)) {
      assertThatThrownBy(() -> read(encoding, chunk)).hasMessageContaining("encoding");
    }
    assertThat(chunk).hasSizeGreaterThan(8);
  }
}
