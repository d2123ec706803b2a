package io.mallwatch.metrics.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Range functions on gliding windows against plain definitions on lists.
class WindowTest {

  private record Case(long[] times, double[] values, long length, long step) {

    static Case random(RandomGenerator random) {
      int size = random.nextInt(60);
      long[] times = new long[size];
      double[] values = new double[size];
      long time = 0;
      double value = 0;
      for (int i = 0; i < size; i++) {
        time += 1 + random.nextInt(5_000);
        value = random.nextInt(8) == 0 ? random.nextInt(5) : value + random.nextInt(10);
        times[i] = time;
        values[i] = value;
      }
      return new Case(times, values, 1 + random.nextInt(30_000), 1 + random.nextInt(10_000));
    }

    /// The samples in `(to - length, to]`.
    List<Sample> at(long to) {
      List<Sample> inside = new ArrayList<>();
      for (int i = 0; i < times.length; i++) {
        if (times[i] > to - length && times[i] <= to) {
          inside.add(new Sample(times[i], values[i]));
        }
      }
      return inside;
    }
  }

  /// Every step at which a window ends.
  private static long[] ends(Case tried) {
    return LongStream.iterate(0, to -> to < 200_000, to -> to + tried.step()).toArray();
  }

  private static StepColumn apply(String function, Case tried) {
    long[] ends = ends(tried);
    Window window = new Window(new WindowBounds(ends, ends, tried.length()), List.of());
    return apply(function, window, tried.times(), tried.values());
  }

  private static StepColumn apply(String function, Window window, long[] times, double[] values) {
    SampleColumns samples = new SampleColumns(1);
    for (int i = 0; i < times.length; i++) {
      samples.add(times[i], values[i]);
    }
    window.over(samples);
    StepColumn result = new StepColumn(window.steps());
    RangeFunctions.find(function).orElseThrow().apply(window, result);
    return result;
  }

  private static void compare(String function, ToDoubleFunction<List<Sample>> reference) {
    Gen.forAll(
        300,
        Case::random,
        tried -> {
          StepColumn result = apply(function, tried);
          long[] ends = ends(tried);
          for (int step = 0; step < ends.length; step++) {
            List<Sample> inside = tried.at(ends[step]);
            double wanted = inside.isEmpty() ? Window.NONE : reference.applyAsDouble(inside);
            assertThat(result.has(step)).as("a result").isEqualTo(!Sample.isStale(wanted));
            if (result.has(step)) {
              assertThat(result.value(step))
                  .isCloseTo(wanted, within(1e-9 * Math.max(1, Math.abs(wanted))));
            }
          }
        });
  }

  private static double values(List<Sample> samples, ToDoubleFunction<double[]> of) {
    return of.applyAsDouble(samples.stream().mapToDouble(Sample::value).toArray());
  }

  @Test
  void sumsAndMeans() {
    compare("sum_over_time", s -> values(s, v -> Arrays.stream(v).sum()));
    compare("avg_over_time", s -> values(s, v -> Arrays.stream(v).average().orElseThrow()));
    compare("count_over_time", List::size);
  }

  @Test
  void extremes() {
    compare("min_over_time", s -> values(s, v -> Arrays.stream(v).min().orElseThrow()));
    compare("max_over_time", s -> values(s, v -> Arrays.stream(v).max().orElseThrow()));
  }

  @Test
  void variance() {
    compare(
        "stdvar_over_time",
        samples ->
            values(
                samples,
                v -> {
                  double mean = Arrays.stream(v).average().orElseThrow();
                  return Arrays.stream(v).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
                }));
  }

  @Test
  void changesAndResets() {
    compare("changes", s -> pairs(s, (a, b) -> a != b));
    compare("resets", s -> pairs(s, (a, b) -> b < a));
  }

  private interface PairTest {
    boolean holds(double before, double now);
  }

  private static double pairs(List<Sample> samples, PairTest test) {
    int count = 0;
    for (int i = 1; i < samples.size(); i++) {
      count += test.holds(samples.get(i - 1).value(), samples.get(i).value()) ? 1 : 0;
    }
    return count;
  }

  @Test
  void lastSteps() {
    compare(
        "idelta",
        s -> s.size() < 2 ? Window.NONE : s.getLast().value() - s.get(s.size() - 2).value());
    compare("first_over_time", s -> s.getFirst().value());
    compare("last_over_time", s -> s.getLast().value());
    compare("ts_of_first_over_time", s -> s.getFirst().timestampMillis() / 1e3);
    compare("ts_of_last_over_time", s -> s.getLast().timestampMillis() / 1e3);
  }

  @Test
  void medianDeviation() {
    compare(
        "mad_over_time",
        samples -> {
          double median = median(samples.stream().map(Sample::value).toList());
          return median(samples.stream().map(s -> Math.abs(s.value() - median)).toList());
        });
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  @Test
  void slopeOfALineIsItsSlope() {
    Gen.forAll(
        200,
        random ->
            new double[] {random.nextInt(100), random.nextInt(-50, 50), random.nextInt(2, 30)},
        line -> {
          int size = (int) line[2];
          long[] times = new long[size];
          double[] values = new double[size];
          for (int i = 0; i < size; i++) {
            times[i] = 1000L * i * (i + 1);
            values[i] = line[0] + line[1] * times[i] / 1e3;
          }
          long[] end = {1_000_000};
          Window window =
              new Window(new WindowBounds(end, end, 1_000_001), List.of(new double[] {60}));
          double ahead = line[0] + line[1] * 1060;
          assertThat(apply("deriv", window, times, values).value(0))
              .isCloseTo(line[1], within(1e-6));
          assertThat(apply("predict_linear", window, times, values).value(0))
              .isCloseTo(ahead, within(1e-3));
        });
  }

  @Test
  void increaseIsScaledFromTheSamplesToTheWindow() {
    compare(
        "increase",
        samples -> {
          if (samples.size() < 2) {
            return Window.NONE;
          }
          double growth = 0;
          for (int i = 1; i < samples.size(); i++) {
            double before = samples.get(i - 1).value();
            double now = samples.get(i).value();
            growth += now < before ? now : now - before;
          }
          return growth;
        },
        1);
  }

  /// As the other, where `factor` bounds how much extrapolation may add: at most the distance to
  /// each edge or 1.1 of the mean distance of samples.
  private static void compare(
      String function, ToDoubleFunction<List<Sample>> reference, double factor) {
    Gen.forAll(
        300,
        Case::random,
        tried -> {
          StepColumn result = apply(function, tried);
          long[] ends = ends(tried);
          for (int step = 0; step < ends.length; step++) {
            List<Sample> inside = tried.at(ends[step]);
            if (inside.size() < 2) {
              continue;
            }
            double least = reference.applyAsDouble(inside);
            double most = least * (1 + factor * 2.2 / (inside.size() - 1));
            assertThat(result.value(step)).isBetween(least - 1e-9, most + 1e-9 * Math.max(1, most));
          }
        });
  }
}
