package io.mallwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [MetricSink] promises. An engine's test extends this and gives a fresh one, and a way
/// to read back what it kept.
public abstract class MetricSinkContract {

  protected static final Labels ORDERS =
      Labels.of("__name__", "orders_total", "shop", "上海", "status", "paid");

  private Opened opened;

  /// A sink and how to look into it.
  protected interface Opened extends AutoCloseable {
    MetricSink sink();

    /// All samples of the series, by time.
    SortedMap<Long, Double> samples(Labels series);

    /// Fills `into` with all samples of the series, by time.
    void read(Labels series, SampleColumns into);

    /// The present time of the sink's clock.
    long nowMillis();

    @Override
    void close();
  }

  protected abstract Opened open();

  @BeforeEach
  final void openSink() {
    opened = open();
  }

  @AfterEach
  final void closeSink() {
    opened.close();
  }

  private AppendResult append(Labels labels, long at, double value) {
    return opened.sink().append(MetricBatch.ofSeries(List.of(SeriesSamples.of(labels, at, value))));
  }

  @Test
  void whatWasAppendedIsVisibleAtOnce() {
    long now = opened.nowMillis();

    AppendResult result = append(ORDERS, now, 42.5);

    assertThat(result).isEqualTo(AppendResult.allAccepted(1));
    assertThat(opened.samples(ORDERS)).containsExactly(Map.entry(now, 42.5));
  }

  @Test
  void anEmptyBatchIsFine() {
    assertThat(opened.sink().append(MetricBatch.ofSeries(List.of())))
        .isEqualTo(AppendResult.allAccepted(0));
  }

  @Test
  void everyKindOfValueComesBackBitForBit() {
    double[] values = {
      0.0,
      -0.0,
      1e308,
      Double.MIN_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      Sample.staleNan(),
      Double.longBitsToDouble(Sample.NORMAL_NAN_BITS),
      0.1,
      Math.PI
    };
    long start = opened.nowMillis() - values.length * 1000L;
    for (int i = 0; i < values.length; i++) {
      append(ORDERS, start + i * 1000L, values[i]);
    }

    List<Long> bits = new ArrayList<>();
    opened.samples(ORDERS).values().forEach(v -> bits.add(Double.doubleToRawLongBits(v)));

    List<Long> expected = new ArrayList<>();
    for (double value : values) {
      expected.add(Double.doubleToRawLongBits(value));
    }
    assertThat(bits).isEqualTo(expected);
  }

  @Test
  void aRepeatedSampleIsTakenOnce() {
    long now = opened.nowMillis();
    append(ORDERS, now, 1);

    assertThat(append(ORDERS, now, 1).rejectedCount()).isZero();

    assertThat(opened.samples(ORDERS)).hasSize(1);
  }

  @Test
  void anotherValueAtTheSameTimeIsRefusedAndTheFirstStays() {
    long now = opened.nowMillis();
    append(ORDERS, now, 1);

    AppendResult result = append(ORDERS, now, 2);

    assertThat(result.rejected()).containsExactly(Map.entry("duplicate_timestamp", 1));
    assertThat(result.accepted()).isZero();
    assertThat(opened.samples(ORDERS)).containsExactly(Map.entry(now, 1.0));
  }

  @Test
  void aSeriesWithoutNameIsRefusedAndTheRestOfTheBatchIsKept() {
    long now = opened.nowMillis();

    AppendResult result =
        opened
            .sink()
            .append(
                MetricBatch.ofSeries(
                    List.of(
                        SeriesSamples.of(Labels.of("shop", "x"), now, 1),
                        SeriesSamples.of(ORDERS, now, 2))));

    assertThat(result.accepted()).isEqualTo(1);
    assertThat(result.rejected()).containsExactly(Map.entry("bad_label", 1));
    assertThat(result.firstError()).contains("no metric name");
    assertThat(opened.samples(ORDERS)).hasSize(1);
  }

  @Test
  void samplesOlderThanRetentionAreRefused() {
    AppendResult result = append(ORDERS, opened.nowMillis() - 400L * 86_400_000, 1);

    assertThat(result.rejected()).containsExactly(Map.entry("too_old", 1));
    assertThat(opened.samples(ORDERS)).isEmpty();
  }

  private static NativeHistogram histogram(double sum, double... buckets) {
    double count = 0;
    for (double bucket : buckets) {
      count += bucket;
    }
    return new NativeHistogram(
        2,
        0x1p-128,
        0,
        count,
        sum,
        new int[] {-1, buckets.length},
        buckets,
        new int[0],
        new double[0],
        new double[0],
        NativeHistogram.ResetHint.UNKNOWN);
  }

  private AppendResult append(SeriesKey key, long at, NativeHistogram histogram) {
    MetricBatch batch = new MetricBatch(1);
    batch.add(key, at, histogram);
    return opened.sink().append(batch);
  }

  private SampleColumns read(Labels series) {
    SampleColumns columns = new SampleColumns(1);
    opened.read(series, columns);
    return columns;
  }

  @Test
  void histogramsAndNumbersOfOneSeriesComeBackInOrder() {
    long now = opened.nowMillis();
    SeriesKey key = new SeriesKey(ORDERS);
    NativeHistogram first = histogram(3.5, 1, 2);
    NativeHistogram second = histogram(7.25, 1, 2, 4);
    assertThat(append(key, now - 30, first).accepted()).isEqualTo(1);
    assertThat(append(ORDERS, now - 20, 5).accepted()).isEqualTo(1);
    assertThat(append(key, now - 10, second).accepted()).isEqualTo(1);

    SampleColumns read = read(ORDERS);

    assertThat(read.size()).isEqualTo(3);
    assertThat(read.histograms()).isNotNull();
    assertThat(read.histograms()[0]).isEqualTo(first);
    assertThat(read.histograms()[1]).isNull();
    assertThat(read.values()[1]).isEqualTo(5);
    assertThat(read.histograms()[2]).isEqualTo(second);
  }

  @Test
  void aRepeatedHistogramIsTakenOnceAndAnotherOneRefused() {
    long now = opened.nowMillis();
    SeriesKey key = new SeriesKey(ORDERS);
    append(key, now, histogram(1, 1));

    assertThat(append(key, now, histogram(1, 1)).rejectedCount()).isZero();
    assertThat(append(key, now, histogram(2, 1)).rejected())
        .containsExactly(Map.entry("duplicate_timestamp", 1));
    assertThat(append(ORDERS, now, 1).rejected())
        .containsExactly(Map.entry("duplicate_timestamp", 1));
    assertThat(read(ORDERS).size()).isEqualTo(1);
  }

  @Test
  void aHistogramThatDoesNotAddUpIsRefused() {
    NativeHistogram sound = histogram(1, 1, 2);
    NativeHistogram unsound =
        new NativeHistogram(
            2,
            0,
            0,
            99,
            1,
            sound.positiveSpans(),
            sound.positiveBuckets(),
            new int[0],
            new double[0],
            new double[0],
            NativeHistogram.ResetHint.UNKNOWN);

    AppendResult result = append(new SeriesKey(ORDERS), opened.nowMillis(), unsound);

    assertThat(result.rejected()).containsExactly(Map.entry("bad_histogram", 1));
    assertThat(result.firstError()).contains("the count is 99");
  }

  @Test
  void aSeriesOfHistogramsEndsWithAHistogram() {
    long now = opened.nowMillis();
    append(new SeriesKey(ORDERS), now - 10, histogram(1, 1));
    append(ORDERS, now, Sample.staleNan());

    SampleColumns read = read(ORDERS);

    assertThat(read.histograms()).isNotNull();
    assertThat(read.histograms()[1]).isEqualTo(NativeHistogram.stale());
    assertThat(Sample.isStale(read.values()[1])).isTrue();
  }

  @Test
  void startTimesAreKept() {
    long now = opened.nowMillis();
    MetricBatch batch = new MetricBatch(2);
    SeriesKey key = new SeriesKey(ORDERS);
    batch.add(key, now - 10, 1);
    batch.startedAt(now - 1000);
    batch.add(key, now, 2);
    opened.sink().append(batch);

    SampleColumns read = read(ORDERS);

    assertThat(read.starts()).isNotNull();
    assertThat(read.starts()[0]).isEqualTo(now - 1000);
    assertThat(read.starts()[1]).isZero();
  }

  @Test
  void aKeyHandedInAgainAndAnEqualOneMeanTheSameSeries() {
    long now = opened.nowMillis();
    SeriesKey key = new SeriesKey(ORDERS);
    key.remember("what another engine left");
    for (int i = 0; i < 3; i++) {
      MetricBatch batch = new MetricBatch(1);
      batch.add(i == 1 ? new SeriesKey(ORDERS) : key, now + i, i);
      assertThat(opened.sink().append(batch).accepted()).isEqualTo(1);
    }

    assertThat(read(ORDERS).size()).isEqualTo(3);
    assertThat(key.labels()).isEqualTo(ORDERS);
  }

  @Test
  void manyThreadsAppendAtOnceAndNothingIsLost() throws InterruptedException {
    long start = opened.nowMillis() - 3_600_000;
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Labels series = ORDERS.with("thread", Integer.toString(t));
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  append(series, start + i * 15L, i);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    for (int t = 0; t < 4; t++) {
      assertThat(opened.samples(ORDERS.with("thread", Integer.toString(t)))).hasSize(500);
    }
  }
}
