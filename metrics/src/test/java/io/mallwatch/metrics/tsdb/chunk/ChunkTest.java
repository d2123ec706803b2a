package io.mallwatch.metrics.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ChunkTest {

  private static final long START = 1_790_000_000_000L;

  /// Runs of samples as a mall makes them, and as nobody should.
  private static Gen<SampleBuffer> runs() {
    return random -> {
      SampleBuffer samples = new SampleBuffer(0);
      int kind = random.nextInt(8);
      long at = random.nextInt(10) == 0 ? random.nextLong(-1_000_000, 1_000_000) : START;
      double value = random.nextInt(1000);
      int size = random.nextInt(1, ChunkWriter.MAX_SAMPLES + 1);
      for (int i = 0; i < size; i++) {
        samples.add(at, value);
        at += random.nextInt(4) == 0 ? random.nextLong(1, 100_000_000_000L) : 15_000;
        value = next(random, kind, value);
      }
      return samples;
    };
  }

  private static double next(RandomGenerator random, int kind, double before) {
    return switch (kind) {
      case 0 -> before;
      case 1 -> before + random.nextInt(50);
      case 2 -> random.nextInt(-5000, 5000) / 100.0;
      case 3 -> random.nextGaussian();
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> random.nextInt(20) == 0 ? Sample.staleNan() : before + 1;
      case 6 -> random.nextBoolean() ? -0.0 : 0.0;
      default -> random.nextInt(3) == 0 ? 9_007_199_254_740_991.0 : before + 0.001;
    };
  }

  private static SampleBuffer read(Chunk chunk, long from, long to) {
    SampleBuffer out = new SampleBuffer(0);
    chunk.read(from, to, out);
    return out;
  }

  private static void assertSame(SampleBuffer actual, SampleBuffer expected, int from, int to) {
    assertThat(actual.size()).isEqualTo(to - from);
    for (int i = from; i < to; i++) {
      assertThat(actual.timestamp(i - from)).isEqualTo(expected.timestamp(i));
      assertThat(Double.doubleToRawLongBits(actual.value(i - from)))
          .as("bits of value %d", i)
          .isEqualTo(Double.doubleToRawLongBits(expected.value(i)));
    }
  }

  @Test
  void everyRunComesBackBitForBit() {
    Gen.forAll(
        3000,
        runs(),
        samples -> {
          Chunk chunk = ChunkWriter.write(samples, 0, samples.size());

          assertSame(read(chunk, Long.MIN_VALUE, Long.MAX_VALUE), samples, 0, samples.size());
          assertThat(Chunk.of(chunk.bytes()).minMillis()).isEqualTo(chunk.minMillis());
          assertThat(Chunk.of(chunk.bytes()).maxMillis()).isEqualTo(chunk.maxMillis());
        });
  }

  @Test
  void aPartIsWhatLiesBetweenBothEndsInclusive() {
    Gen.forAll(
        1000,
        runs(),
        samples -> {
          Chunk chunk = ChunkWriter.write(samples, 0, samples.size());
          int low = samples.size() / 3;
          int high = samples.size() * 2 / 3;

          SampleBuffer part = read(chunk, samples.timestamp(low), samples.timestamp(high));

          assertSame(part, samples, low, high + 1);
        });
  }

  @Test
  void damagedBytesAreRefusedOrDecodeToSomethingButNeverHang() {
    Gen.forAll(
        2000,
        runs(),
        samples -> {
          byte[] bytes = ChunkWriter.write(samples, 0, samples.size()).bytes();
          bytes[samples.size() % bytes.length] ^= 0x55;
          try {
            ChunkReader.read(bytes, 0, bytes.length, new SampleBuffer(0));
          } catch (CorruptDataException expected) {
            assertThat(expected).hasMessageNotContaining("null");
          }
        });
  }

  @Test
  void aCutChunkIsRefused() {
    SampleBuffer samples = new SampleBuffer(0);
    for (int i = 0; i < 100; i++) {
      samples.add(START + i * 15_000L, i * i);
    }
    byte[] bytes = ChunkWriter.write(samples, 0, 100).bytes();

    for (int end = 0; end < bytes.length; end++) {
      int cut = end;
      assertThatThrownBy(() -> ChunkReader.read(bytes, 0, cut, new SampleBuffer(0)))
          .isInstanceOf(CorruptDataException.class);
    }
  }

  @Test
  void aSteadyCounterTakesLessThanAByteASample() {
    SampleBuffer samples = new SampleBuffer(0);
    for (int i = 0; i < ChunkWriter.MAX_SAMPLES; i++) {
      samples.add(START + i * 15_000L, 1000 + i * 7 + i % 3);
    }

    assertThat(ChunkWriter.write(samples, 0, samples.size()).bytes().length)
        .isLessThan(ChunkWriter.MAX_SAMPLES);
  }

  @Test
  void mergingKeepsBothAndTheNewerOfTwoAtTheSameTime() {
    SampleBuffer older = new SampleBuffer(0);
    older.add(1, 1);
    older.add(3, 3);
    older.add(5, 5);
    SampleBuffer newer = new SampleBuffer(0);
    newer.add(2, 20);
    newer.add(3, 30);
    newer.add(9, 90);

    SampleBuffer merged = SampleBuffer.merge(older, newer);

    assertThat(merged.timestampArray()).containsExactly(1, 2, 3, 5, 9);
    assertThat(merged.valueArray()).containsExactly(1, 20, 30, 5, 90);
  }

  @Test
  void removingARangeLeavesTheRest() {
    SampleBuffer samples = new SampleBuffer(0);
    for (int i = 0; i < 10; i++) {
      samples.add(i, i);
    }

    assertThat(samples.removeRange(3, 6)).isEqualTo(4);

    assertThat(samples.timestampArray()).containsExactly(0, 1, 2, 7, 8, 9);
  }
}
