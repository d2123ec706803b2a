package io.mallwatch.metrics.tsdb.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class OpenChunkTest {

  private static SampleColumns samples(RandomGenerator random) {
    int count = random.nextInt(1, OpenChunk.MOST_SAMPLES + 1);
    SampleColumns samples = new SampleColumns(1);
    long time = random.nextLong(-1L << 45, 1L << 45);
    boolean starts = random.nextInt(3) == 0;
    boolean histograms = random.nextInt(3) == 0;
    double value = random.nextInt(1000);
    for (int i = 0; i < count; i++) {
      time += random.nextInt(4) == 0 ? random.nextLong(1, 1L << random.nextInt(1, 50)) : 15_000;
      value = next(value, random);
      if (histograms && random.nextBoolean()) {
        samples.add(time, Histograms.any().next(random));
      } else {
        samples.add(time, value);
      }
      if (starts) {
        samples.startedAt(random.nextInt(3) == 0 ? 0 : time - random.nextLong(-100, 1L << 40));
      }
    }
    return samples;
  }

  private static double next(double before, RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> before;
      case 1 -> before + 1;
      case 2 -> before + random.nextInt(-40_000, 40_000);
      case 3 -> random.nextInt();
      case 4 -> random.nextInt(100_000) / 100.0;
      case 5 -> random.nextBoolean() ? -0.0 : 0.0;
      case 6 -> Sample.staleNan();
      default -> Double.longBitsToDouble(random.nextLong());
    };
  }

  static List<String> lines(SampleColumns samples) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      NativeHistogram[] histograms = samples.histograms();
      NativeHistogram histogram = histograms == null ? null : histograms[i];
      long[] starts = samples.starts();
      lines.add(
          samples.times()[i]
              + " "
              + Double.doubleToRawLongBits(samples.values()[i])
              + " "
              + (histogram == null ? "" : Arrays.toString(HistogramBytes.of(histogram)))
              + (starts == null ? 0 : starts[i]));
    }
    return lines;
  }

  @Test
  void anySamplesComeBackBitForBitAlsoByParts() {
    Gen.forAll(
        500,
        OpenChunkTest::samples,
        samples -> {
          OpenChunk chunk = new OpenChunk();
          List<byte[]> arrays = new ArrayList<>();
          for (int i = 0; i < samples.size(); i++) {
            chunk.add(samples, i);
            arrays.add(chunk.bytes());
            assertThat(chunk.count()).isEqualTo(i + 1);
            assertThat(chunk.lastMillis()).isEqualTo(samples.times()[i]);
          }
          List<String> expected = lines(samples);
          for (int i = 0; i < samples.size(); i++) {
            SampleColumns read = new SampleColumns(1);
            OpenChunk.read(arrays.get(i), i + 1, read);
            assertThat(lines(read)).isEqualTo(expected.subList(0, i + 1));
          }
          assertThat(OpenChunk.minMillis(chunk.bytes())).isEqualTo(samples.times()[0]);
        });
  }

  @Test
  void aChunkTakenUpAgainGoesOnAsIfNothingHadBeen() {
    Gen.forAll(
        300,
        OpenChunkTest::samples,
        samples -> {
          OpenChunk chunk = new OpenChunk();
          for (int i = 0; i < samples.size(); i++) {
            if (i == samples.size() / 2 && i > 0) {
              OpenChunk again = new OpenChunk();
              again.restore(chunk.trimmed(), chunk.count());
              chunk = again;
            }
            chunk.add(samples, i);
          }
          SampleColumns read = new SampleColumns(1);
          OpenChunk.read(chunk.bytes(), chunk.count(), read);
          assertThat(lines(read)).isEqualTo(lines(samples));
        });
  }

  @Test
  void bytesThatEndEarlyOrMakeNoSenseAreCorrupt() {
    OpenChunk chunk = new OpenChunk();
    chunk.add(1000, 1, 0);
    chunk.add(2000, 2, 500);
    chunk.add(3000, HistogramBytes.of(Histograms.of(1)), 500);
    byte[] bytes = chunk.trimmed();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> OpenChunk.read(cut, 3, new SampleColumns(1)))
          .as("cut at %d", length)
          .isInstanceOf(CorruptDataException.class);
    }
    bytes[8] = 7;
    assertThatThrownBy(() -> OpenChunk.read(bytes, 3, new SampleColumns(1)))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void aFullChunkSaysSo() {
    OpenChunk chunk = new OpenChunk();
    for (int i = 0; i < OpenChunk.MOST_SAMPLES; i++) {
      assertThat(chunk.isFull()).isFalse();
      chunk.add(i, i, 0);
    }
    assertThat(chunk.isFull()).isTrue();
    chunk.clear();
    assertThat(chunk.isFull()).isFalse();
    byte[] large = HistogramBytes.of(Histograms.of(1 << 30));
    assertThat(large.length).isGreaterThan(OpenChunk.MOST_BYTES / OpenChunk.MOST_SAMPLES);
    while (!chunk.isFull()) {
      chunk.add(chunk.count(), large, 0);
    }
    assertThat(chunk.count()).isLessThan(OpenChunk.MOST_SAMPLES);
  }

  @Test
  void ordinarySamplesTakeFewBytes() {
    OpenChunk chunk = new OpenChunk();
    for (int i = 0; i < 100; i++) {
      chunk.add(1_790_000_000_000L + i * 15_000L, 100_000.0 + i * 7, 0);
    }

    assertThat(chunk.size()).isLessThan(8 + 10 + 100 * 2 + 4);
  }

  @Test
  void openChunksHaveTheBytesOfTheFormatDocument() {
    OpenChunk chunk = new OpenChunk();
    chunk.add(1_790_000_000_000L, 12, 0);
    chunk.add(1_790_000_015_000L, 12, 0);
    chunk.add(1_790_000_030_000L, 112, 0);
    chunk.add(1_790_000_045_007L, 1000.5, 1_790_000_000_000L);
    chunk.add(1_790_000_060_000L, Math.PI, 1_790_000_000_000L);
    chunk.add(1_790_000_075_000L, HistogramBytes.of(Histograms.of(2)), 0);
    chunk.add(1_790_000_090_000L, HistogramBytes.of(Histograms.custom(2)), 0);
    chunk.add(1_790_000_105_000L, Sample.staleNan(), 0);

    Golden.assertBytes("tsdb/open-chunk.golden", chunk.trimmed());
  }

  @Test
  void anyHistogramComesBackBitForBit() {
    Gen.forAll(
        1000,
        Histograms.any(),
        histogram -> {
          byte[] bytes = HistogramBytes.of(histogram);
          ByteSource source = new ByteSource(bytes);
          assertThat(HistogramBytes.read(source)).isEqualTo(histogram);
          assertThat(source.hasMore()).isFalse();
        });
    assertThat(HistogramBytes.read(new ByteSource(HistogramBytes.of(NativeHistogram.stale()))))
        .isEqualTo(NativeHistogram.stale());
  }

  @Test
  void aFingerprintTellsHistogramsApart() {
    assertThat(HistogramBytes.fingerprint(Histograms.of(1)))
        .isEqualTo(HistogramBytes.fingerprint(Histograms.of(1)))
        .isNotEqualTo(HistogramBytes.fingerprint(Histograms.of(2)))
        .isNotEqualTo(HistogramBytes.fingerprint(Histograms.custom(1)));
  }
}
