package io.mallwatch.metrics.tsdb.chunk;

import static io.mallwatch.metrics.tsdb.chunk.SampleAssert.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.Golden;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ChunkTest {

  private static final long START = RandomRuns.START;

  private final ChunkWriter writer = new ChunkWriter();

  private static SampleColumns read(Chunk chunk, long from, long to) {
    SampleColumns out = new SampleColumns(1);
    chunk.read(from, to, out);
    return out;
  }

  private static SampleColumns read(Chunk chunk) {
    return read(chunk, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static SampleColumns numbers(int count, IntToDoubleFunction value) {
    SampleColumns samples = new SampleColumns(count);
    for (int i = 0; i < count; i++) {
      samples.add(START + i * 15_000L, value.applyAsDouble(i));
    }
    return samples;
  }

  @Test
  void everyRunComesBackBitForBit() {
    Gen.forAll(
        4000,
        RandomRuns.ofOneChunk(),
        samples -> {
          int end = ChunkWriter.runEnd(samples, 0, samples.size());
          Chunk chunk = writer.write(samples, 0, end);

          assertSame(read(chunk), samples, 0, end);
          assertThat(Chunk.of(chunk.bytes()).minMillis()).isEqualTo(chunk.minMillis());
          assertThat(Chunk.of(chunk.bytes()).maxMillis()).isEqualTo(chunk.maxMillis());
        });
  }

  @Test
  void chunksOfAMixtureAppendedToEachOtherAreTheMixture() {
    Gen.forAll(
        1000,
        RandomRuns.mixed(),
        samples -> {
          SampleColumns all = new SampleColumns(1);
          for (int from = 0; from < samples.size(); ) {
            int end = ChunkWriter.runEnd(samples, from, samples.size());
            byte[] bytes = writer.write(samples, from, end).bytes();
            ChunkReader.read(bytes, 0, bytes.length, all);
            from = end;
          }
          assertSame(all, samples);
        });
  }

  @Test
  void aPartIsWhatLiesBetweenBothEndsInclusive() {
    Gen.forAll(
        1000,
        RandomRuns.ofOneChunk(),
        samples -> {
          int end = ChunkWriter.runEnd(samples, 0, samples.size());
          Chunk chunk = writer.write(samples, 0, end);
          int low = end / 3;
          int high = end * 2 / 3;

          SampleColumns part = read(chunk, samples.times()[low], samples.times()[high]);

          assertSame(part, samples, low, Math.min(high + 1, end));
        });
  }

  @Test
  void damagedBytesAreRefusedOrDecodeToSomethingButNeverHang() {
    Gen.forAll(
        3000,
        RandomRuns.ofOneChunk(),
        samples -> {
          int end = ChunkWriter.runEnd(samples, 0, samples.size());
          byte[] bytes = writer.write(samples, 0, end).bytes();
          bytes[samples.size() % bytes.length] ^= 0x55;
          try {
            ChunkReader.read(bytes, 0, bytes.length, new SampleColumns(1));
          } catch (CorruptDataException expected) {
            assertThat(expected).hasMessageNotContaining("null");
          }
        });
  }

  @Test
  void aCutChunkIsRefused() {
    Gen.forAll(
        100,
        RandomRuns.ofOneChunk(),
        samples -> {
          int count = ChunkWriter.runEnd(samples, 0, samples.size());
          byte[] bytes = writer.write(samples, 0, count).bytes();
          for (int end = 0; end < bytes.length; end++) {
            int cut = end;
            assertThatThrownBy(() -> ChunkReader.read(bytes, 0, cut, new SampleColumns(1)))
                .isInstanceOf(CorruptDataException.class);
          }
        });
  }

  @Test
  void eachKindHasTheBytesOfTheFormatDocument() {
    StringBuilder text = new StringBuilder();
    line(text, "counter", numbers(12, i -> 1000 + i * 7 + i % 3));
    line(text, "counter that begins anew", numbers(12, i -> i < 9 ? 90_000 + i : i));
    line(text, "two decimals", numbers(12, i -> (i * 37 % 11) / 100.0));
    line(text, "constant decimal", numbers(12, i -> 2.5));
    line(text, "constant fraction", numbers(12, i -> 1 / 3.0));
    line(text, "ends stale", numbers(12, i -> i < 11 ? i : Sample.staleNan()));
    line(text, "fractions", numbers(6, i -> 1000 + i / 3.0));
    line(text, "fractions now and then", numbers(12, i -> Math.floor(i / 4.0) / 3.0));
    SampleColumns started = numbers(3, i -> i);
    started.startedAt(START - 5000);
    line(text, "start times", started);
    SampleColumns histograms = new SampleColumns(3);
    histograms.add(START, histogram(1));
    histograms.add(START + 15_000, histogram(2));
    histograms.add(START + 30_000, NativeHistogram.stale());
    line(text, "histograms", histograms);
    Golden.assertText("tsdb/chunks.golden", text.toString());
  }

  private void line(StringBuilder text, String name, SampleColumns samples) {
    Chunk chunk = writer.write(samples, 0, samples.size());
    assertSame(read(chunk), samples);
    text.append(name).append(": ").append(HexFormat.of().formatHex(chunk.bytes())).append('\n');
  }

  private static NativeHistogram histogram(int n) {
    return new NativeHistogram(
        3,
        0.001,
        n,
        7 * n,
        1.25 * n,
        new int[] {-2, 2, 1, 1},
        new double[] {n, 2 * n, 3 * n},
        new int[0],
        new double[0],
        new double[0],
        ResetHint.UNKNOWN);
  }

  @Test
  void aLayoutOfItsOwnEndsTheRunButTheStaleMarkerDoesNot() {
    SampleColumns samples = new SampleColumns(1);
    samples.add(1, NativeHistogram.stale());
    samples.add(2, histogram(1));
    samples.add(3, NativeHistogram.stale());
    samples.add(4, histogram(2));
    samples.add(
        5,
        new NativeHistogram(
            2,
            0.001,
            1,
            1,
            1,
            new int[0],
            new double[0],
            new int[0],
            new double[0],
            new double[0],
            ResetHint.UNKNOWN));
    samples.add(6, 1.5);
    samples.add(7, histogram(3));

    assertThat(ChunkWriter.runEnd(samples, 0, 7)).isEqualTo(4);
    assertThat(ChunkWriter.runEnd(samples, 4, 7)).isEqualTo(5);
    assertThat(ChunkWriter.runEnd(samples, 5, 7)).isEqualTo(6);
    assertThat(ChunkWriter.runEnd(samples, 6, 7)).isEqualTo(7);
  }

  @Test
  void oddSamplesOfAnOtherwiseSteadySeriesCostOnlyThemselves() {
    Random random = new Random(5);
    double[] steps = random.ints(256, 0, 8).asDoubleStream().toArray();
    double[] sums = new double[256];
    for (int i = 1; i < 256; i++) {
      sums[i] = sums[i - 1] + steps[i];
    }
    int plain = bytes(numbers(256, i -> sums[i]));
    int reset = bytes(numbers(256, i -> i < 200 ? sums[i] : sums[i] - sums[200]));
    int stale = bytes(numbers(256, i -> i < 255 ? sums[i] : Sample.staleNan()));

    assertThat(plain).isLessThan(120);
    assertThat(reset - plain).isLessThan(8);
    assertThat(stale - plain).isLessThan(12);
  }

  private int bytes(SampleColumns samples) {
    return writer.write(samples, 0, samples.size()).bytes().length;
  }

  @Test
  void sumsOfFractionsTakeLessThanTheirRawBits() {
    Random random = new Random(7);
    double[] sums = new double[256];
    for (int i = 1; i < 256; i++) {
      sums[i] = sums[i - 1] + random.nextDouble();
    }
    assertThat(bytes(numbers(256, i -> sums[i]))).isLessThan(256 * 7);
  }
}
