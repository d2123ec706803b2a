package io.mallwatch.metrics.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.open.ChunkPacker;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.open.Histograms;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadSeriesTest {

  private static final Labels LABELS = Labels.of("__name__", "a");
  private static final ChunkPacker PACKER = new ChunkPacker();

  /// A step of a series' life.
  private record Step(int kind, long at, int value) {}

  private static Gen<Step> steps() {
    return random -> new Step(random.nextInt(40), random.nextInt(6000), random.nextInt(3));
  }

  /// Numbers as they are, histograms by their text, start times behind them.
  static SortedMap<Long, String> read(HeadSlice slice, long from, long to) {
    SampleColumns samples = new SampleColumns(1);
    slice.read(from, to, samples);
    SortedMap<Long, String> map = new TreeMap<>();
    for (int i = 0; i < samples.size(); i++) {
      NativeHistogram[] histograms = samples.histograms();
      long[] starts = samples.starts();
      map.put(
          samples.times()[i],
          text(
              samples.values()[i],
              histograms == null ? null : histograms[i],
              starts == null ? 0 : starts[i]));
    }
    assertThat(map).as("no time twice").hasSize(samples.size());
    assertThat(slice.hasSamples(from, to)).isEqualTo(!map.isEmpty());
    return map;
  }

  private static String text(
      double value, @org.jspecify.annotations.Nullable NativeHistogram histogram, long start) {
    String sample =
        histogram == null
            ? Double.toString(value)
            : Long.toHexString(HistogramBytes.fingerprint(histogram));
    return sample + " since " + start;
  }

  private static void add(HeadSeries series, long at, int value) {
    long start = value == 2 ? at - 50 : 0;
    NativeHistogram histogram = value == 1 ? Histograms.of((int) (at % 7)) : null;
    if (at <= series.maxMillis()) {
      series.addLate(at, value, histogram, start, PACKER);
      return;
    }
    series.newest(at, 0, histogram != null);
    boolean full =
        histogram == null
            ? series.add(at, value, start)
            : series.add(at, HistogramBytes.of(histogram), start);
    if (full) {
      series.finishChunk(PACKER);
    }
  }

  private static String expected(long at, int value) {
    return text(value, value == 1 ? Histograms.of((int) (at % 7)) : null, value == 2 ? at - 50 : 0);
  }

  @Test
  void aLifeOfWritesFlushesAndDeletionsEqualsAPlainMap() {
    Gen.forAll(
        150,
        Gen.lists(steps(), 600),
        life -> {
          HeadSeries one = new HeadSeries(0, LABELS);
          TreeMap<Long, String> model = new TreeMap<>();
          for (Step step : life) {
            switch (step.kind()) {
              case 0 -> one.beginFlush(step.at(), PACKER);
              case 1 -> {
                one.delete(step.at(), step.at() + 300, PACKER);
                model.subMap(step.at(), true, step.at() + 300, true).clear();
              }
              case 2 -> {
                HeadSeries copy = new HeadSeries(1, LABELS);
                copy.restore(one.save());
                one = copy;
              }
              default -> {
                // Mostly in order, in steps that change now and then.
                long at =
                    step.kind() < 8 ? step.at() : Math.max(0, one.maxMillis()) + step.at() % 40;
                if (!model.containsKey(at)) {
                  add(one, at, step.value());
                  model.put(at, expected(at, step.value()));
                }
              }
            }
            HeadSlice slice = one.slice();
            assertThat(read(slice, 0, 100_000)).isEqualTo(model);
            assertThat(read(slice, step.at(), step.at() + 500))
                .isEqualTo(model.subMap(step.at(), true, step.at() + 500, true));
            HeadSize size = new HeadSize();
            one.measure(size);
            assertThat(size.samples()).isEqualTo(model.size());
          }
        });
  }

  @Test
  void aSliceStaysAsItWasWhateverComesAfter() {
    HeadSeries series = new HeadSeries(0, LABELS);
    for (int i = 0; i < 150; i++) {
      add(series, i * 10L, i % 3);
    }
    add(series, 5, 0);
    HeadSlice slice = series.slice();
    Map<Long, String> before = read(slice, 0, 100_000);

    for (int i = 150; i < 500; i++) {
      add(series, i * 10L, i % 3);
    }
    add(series, 15, 0);
    series.beginFlush(1000, PACKER);
    series.endFlush(0, 1000, PACKER);
    series.delete(0, 100_000, PACKER);

    assertThat(read(slice, 0, 100_000)).isEqualTo(before).hasSize(151);
    assertThat(read(series.slice(), 0, 100_000)).isEmpty();
  }

  @Test
  void theNewestSampleIsFoundWithoutTheOthers() {
    HeadSeries series = new HeadSeries(0, LABELS);
    SampleColumns found = new SampleColumns(1);
    series.slice().readNewest(0, 10_000, found);
    assertThat(found.size()).isZero();
    for (int i = 0; i < 300; i++) {
      add(series, i * 10L, 0);
    }

    for (long to : new long[] {0, 15, 1195, 1200, 2985, 2990, 9999}) {
      series.slice().readNewest(0, to, found);
      assertThat(found.size()).isEqualTo(1);
      assertThat(found.times()[0]).isEqualTo(Math.min(2990, to / 10 * 10));
    }
    add(series, 2985, 2);
    series.slice().readNewest(0, 2989, found);
    assertThat(found.times()[0]).isEqualTo(2985);
    assertThat(found.starts()).isNotNull().startsWith(2935);
  }

  @Test
  void lateSamplesThatComeDuringAFlushStayBehind() {
    HeadSeries series = new HeadSeries(0, LABELS);
    for (int i = 0; i < 100; i++) {
      add(series, i * 10L, 0);
    }
    series.beginFlush(500, PACKER);
    add(series, 455, 0);
    assertThat(series.leaving().stream().mapToInt(Chunk::count).sum()).isEqualTo(50);

    series.endFlush(0, 499, PACKER);

    assertThat(read(series.slice(), 0, 499)).containsOnlyKeys(455L);
    assertThat(read(series.slice(), 500, 5000)).hasSize(50);
    assertThat(series.leaving()).isEmpty();
  }

  @Test
  void aFlushThatFailedIsTakenUpAgainWithWhatCameMeanwhile() {
    HeadSeries series = new HeadSeries(0, LABELS);
    add(series, 100, 0);
    add(series, 900, 0);
    series.beginFlush(500, PACKER);
    add(series, 200, 0);
    series.beginFlush(500, PACKER);

    assertThat(series.leaving()).extracting(Chunk::minMillis).containsExactly(100L, 200L);
  }

  @Test
  void aRestoredSeriesKnowsItsNewestSample() {
    HeadSeries series = new HeadSeries(0, LABELS);
    series.newest(10, Double.doubleToRawLongBits(2.5), false);
    series.add(10, 2.5, 0);
    HeadSeries copy = new HeadSeries(1, LABELS);
    copy.restore(series.save());
    assertThat(copy.maxMillis()).isEqualTo(10);
    assertThat(copy.lastBits()).isEqualTo(Double.doubleToRawLongBits(2.5));

    byte[] histogram = HistogramBytes.of(Histograms.of(3));
    series.newest(20, HistogramBytes.fingerprint(histogram), true);
    series.add(20, histogram, 0);
    copy = new HeadSeries(1, LABELS);
    copy.restore(series.save());
    assertThat(copy.lastIsHistogram()).isTrue();
    assertThat(copy.lastBits()).isEqualTo(HistogramBytes.fingerprint(histogram));
  }
}
