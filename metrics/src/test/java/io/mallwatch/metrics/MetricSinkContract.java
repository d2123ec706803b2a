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
