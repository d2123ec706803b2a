package io.mallwatch.metrics.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadSeriesTest {

  private static final long WINDOW = 1000;

  private final HeadSeries series = new HeadSeries(0, Labels.of("__name__", "a"));

  /// A step of a series' life.
  private record Step(int kind, long at, int value) {}

  private static Gen<Step> steps() {
    return random -> new Step(random.nextInt(20), random.nextInt(6000), random.nextInt(3));
  }

  private static SortedMap<Long, Double> read(HeadSeries series, long from, long to) {
    SampleBuffer samples = series.read(from, to);
    SortedMap<Long, Double> map = new TreeMap<>();
    for (int i = 0; i < samples.size(); i++) {
      map.put(samples.timestamp(i), samples.value(i));
    }
    assertThat(map).as("no time twice").hasSize(samples.size());
    return map;
  }

  private Optional<Refusal> append(long at, double value) {
    Optional<Refusal> refusal = series.stage(at, value, WINDOW);
    series.commitStaged();
    return refusal;
  }

  @Test
  void aLifeOfWritesFlushesAndDeletionsEqualsAPlainMap() {
    Gen.forAll(
        400,
        Gen.lists(steps(), 400),
        life -> {
          HeadSeries one = new HeadSeries(0, Labels.of("__name__", "a"));
          TreeMap<Long, Double> model = new TreeMap<>();
          long max = Long.MIN_VALUE;
          double last = 0;
          for (Step step : life) {
            switch (step.kind()) {
              case 0 -> one.beginFlush(step.at());
              case 1 -> {
                one.delete(step.at(), step.at() + 300);
                model.subMap(step.at(), true, step.at() + 300, true).clear();
              }
              case 2 -> {
                HeadSeries copy = new HeadSeries(1, one.labels());
                HeadSeries.Saved saved = one.export();
                copy.restore(saved.maxMillis(), saved.lastValue(), saved.chunks());
                one = copy;
              }
              default -> {
                Optional<Refusal> expected = expected(model, max, last, step);
                assertThat(one.stage(step.at(), step.value(), WINDOW))
                    .as("%s", step)
                    .isEqualTo(expected);
                one.commitStaged();
                if (expected.isEmpty() && step.at() != max) {
                  model.putIfAbsent(step.at(), (double) step.value());
                }
                if (step.at() > max) {
                  max = step.at();
                  last = step.value();
                }
              }
            }
            assertThat(read(one, 0, 10_000)).isEqualTo(model);
            assertThat(read(one, step.at(), step.at() + 500))
                .isEqualTo(model.subMap(step.at(), true, step.at() + 500, true));
            assertThat(one.extent().samples()).isEqualTo(model.size());
          }
        });
  }

  private static Optional<Refusal> expected(
      Map<Long, Double> model, long max, double last, Step step) {
    if (step.at() > max) {
      return Optional.empty();
    }
    if (step.at() == max) {
      return last == step.value() ? Optional.empty() : Optional.of(Refusal.DUPLICATE_TIMESTAMP);
    }
    if (step.at() < max - WINDOW) {
      return Optional.of(Refusal.TOO_OLD);
    }
    Double there = model.get(step.at());
    return there == null || there == step.value()
        ? Optional.empty()
        : Optional.of(Refusal.DUPLICATE_TIMESTAMP);
  }

  @Test
  void whatIsStagedIsNotVisibleAndCanBeForgotten() {
    append(1, 1);
    assertThat(series.stage(2, 2, WINDOW)).isEmpty();
    assertThat(series.stage(2, 3, WINDOW)).contains(Refusal.DUPLICATE_TIMESTAMP);

    assertThat(read(series, 0, 10)).isEqualTo(Map.of(1L, 1.0));
    series.forgetStaged();

    assertThat(series.stage(2, 3, WINDOW)).isEmpty();
    assertThat(series.commitStaged()).isEqualTo(1);
    assertThat(read(series, 0, 10)).isEqualTo(Map.of(1L, 1.0, 2L, 3.0));
  }

  @Test
  void lateSamplesThatComeDuringAFlushStayBehind() {
    for (int i = 0; i < 100; i++) {
      append(i * 10L, i);
    }
    series.beginFlush(500);
    append(455, -1);
    assertThat(series.flushing(0, 499).size()).isEqualTo(50);

    series.endFlush(0, 499);

    assertThat(read(series, 0, 499)).isEqualTo(Map.of(455L, -1.0));
    assertThat(read(series, 500, 5000)).hasSize(50);
    assertThat(series.flushingChunks()).isEmpty();
  }

  @Test
  void aFlushThatFailedIsTakenUpAgainWithWhatCameMeanwhile() {
    append(100, 1);
    append(900, 2);
    series.beginFlush(500);
    append(200, 3);
    series.beginFlush(500);

    List<Long> times = new ArrayList<>();
    SampleBuffer leaving = series.flushing(Long.MIN_VALUE, Long.MAX_VALUE);
    for (int i = 0; i < leaving.size(); i++) {
      times.add(leaving.timestamp(i));
    }
    assertThat(times).containsExactly(100L, 200L);
  }

  @Test
  void replayTakesEachSampleOnceWhateverTheOrder() {
    assertThat(series.replay(10, 1)).isTrue();
    assertThat(series.replay(5, 1)).isTrue();
    assertThat(series.replay(10, 1)).isFalse();
    assertThat(series.replay(5, 1)).isFalse();
    assertThat(read(series, 0, 100).keySet()).containsExactly(5L, 10L);
  }
}
