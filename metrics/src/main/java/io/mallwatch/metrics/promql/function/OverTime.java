package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.promql.column.StepColumn;
import java.util.Arrays;

/// The `*_over_time` functions; none is called with an empty window.
final class OverTime {

  private OverTime() {}

  @FunctionalInterface
  private interface Comparison {
    boolean beats(double now, double best);
  }

  /// Windows that share so many samples that sums up to each sample pay.
  private static boolean overlap(Window window) {
    return window.bounds().shown() > 4L * window.samples().size();
  }

  static void sum(Window window, StepColumn out) {
    sums(window, out, false);
  }

  static void avg(Window window, StepColumn out) {
    sums(window, out, true);
  }

  private static void sums(Window window, StepColumn out, boolean mean) {
    int[] firsts = window.bounds().firsts();
    int[] afters = window.bounds().afters();
    double[] samples = window.samples().values();
    double[] values = out.values();
    boolean prefix = overlap(window) && window.sums().take(samples, window.samples().size());
    for (int step = 0; step < values.length; step++) {
      int first = firsts[step];
      int after = afters[step];
      if (after <= first) {
        continue;
      }
      if (prefix) {
        double sum = window.sums().between(first, after);
        values[step] = mean ? sum / (after - first) : sum;
      } else {
        values[step] = mean ? mean(samples, first, after) : sum(samples, first, after);
      }
    }
    out.present().copyFrom(window.bounds().shows());
  }

  private static double sum(double[] values, int from, int to) {
    double sum = values[from];
    double lost = 0;
    for (int i = from + 1; i < to; i++) {
      double total = sum + values[i];
      double added = total - sum;
      lost += (sum - (total - added)) + (values[i] - added);
      sum = total;
    }
    return Double.isInfinite(sum) ? sum : sum + lost;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = values[from];
    double lost = 0;
    for (int i = from + 1; i < to; i++) {
      double total = sum + values[i];
      double added = total - sum;
      lost += (sum - (total - added)) + (values[i] - added);
      sum = total;
    }
    if (Math.abs(sum) < Double.POSITIVE_INFINITY) {
      int count = to - from;
      return sum / count + lost / count;
    }
    KahanMean mean = new KahanMean();
    for (int i = from; i < to; i++) {
      mean.add(values[i]);
    }
    return mean.result();
  }

  static void count(Window window, StepColumn out) {
    int[] firsts = window.bounds().firsts();
    int[] afters = window.bounds().afters();
    double[] values = out.values();
    for (int step = 0; step < values.length; step++) {
      values[step] = afters[step] - firsts[step];
    }
    out.present().copyFrom(window.bounds().shows());
  }

  static void min(Window window, StepColumn out) {
    extremes(window, out, false);
  }

  static void max(Window window, StepColumn out) {
    extremes(window, out, true);
  }

  /// Keeps the samples that may still become the best, best first; those that a later one beats
  /// never can. Windows glide, so each sample comes and goes once.
  private static void extremes(Window window, StepColumn out, boolean max) {
    int[] firsts = window.bounds().firsts();
    int[] afters = window.bounds().afters();
    double[] samples = window.samples().values();
    double[] values = out.values();
    if (!overlap(window) || hasNan(samples, window.samples().size())) {
      for (int step = 0; step < values.length; step++) {
        if (afters[step] > firsts[step]) {
          values[step] = extreme(samples, firsts[step], afters[step], max);
        }
      }
      out.present().copyFrom(window.bounds().shows());
      return;
    }
    int[] candidates = window.counts(window.samples().size());
    int head = 0;
    int tail = 0;
    int taken = 0;
    for (int step = 0; step < values.length; step++) {
      for (taken = Math.max(taken, firsts[step]); taken < afters[step]; taken++) {
        double now = samples[taken];
        while (tail > head
            && (max ? samples[candidates[tail - 1]] < now : samples[candidates[tail - 1]] > now)) {
          tail--;
        }
        candidates[tail++] = taken;
      }
      while (head < tail && candidates[head] < firsts[step]) {
        head++;
      }
      if (head < tail) {
        values[step] = samples[candidates[head]];
      }
    }
    out.present().copyFrom(window.bounds().shows());
  }

  private static boolean hasNan(double[] values, int size) {
    boolean found = false;
    for (int i = 0; i < size; i++) {
      found |= Double.isNaN(values[i]);
    }
    return found;
  }

  /// The best of the samples; a NaN is beaten by anything.
  private static double extreme(double[] values, int from, int to, boolean max) {
    double best = values[from];
    for (int i = from + 1; i < to; i++) {
      double now = values[i];
      if (Double.isNaN(best) || (max ? now > best : now < best)) {
        best = now;
      }
    }
    return best;
  }

  static double timeOfMin(Window window) {
    return window.time(extreme(window, (now, best) -> now <= best)) / 1e3;
  }

  static double timeOfMax(Window window) {
    return window.time(extreme(window, (now, best) -> now >= best)) / 1e3;
  }

  /// Index of the best sample; a NaN is beaten by anything.
  private static int extreme(Window window, Comparison comparison) {
    int best = 0;
    for (int i = 1; i < window.size(); i++) {
      double holder = window.value(best);
      if (Double.isNaN(holder) || comparison.beats(window.value(i), holder)) {
        best = i;
      }
    }
    return best;
  }

  static double first(Window window) {
    return window.value(0);
  }

  static double last(Window window) {
    return window.lastValue();
  }

  static double timeOfFirst(Window window) {
    return window.time(0) / 1e3;
  }

  static double timeOfLast(Window window) {
    return window.lastTime() / 1e3;
  }

  static double present(Window window) {
    return window.size() > 0 ? 1 : Window.NONE;
  }

  static double stdvar(Window window) {
    KahanSum mean = new KahanSum();
    KahanSum squares = new KahanSum();
    for (int i = 0; i < window.size(); i++) {
      double delta = window.value(i) - mean.result();
      mean.add(delta / (i + 1));
      squares.add(delta * (window.value(i) - mean.result()));
    }
    return squares.result() / window.size();
  }

  static double stddev(Window window) {
    return Math.sqrt(stdvar(window));
  }

  /// Keeps the samples of the window sorted from step to step, where windows share most of theirs.
  static void quantile(Window window, StepColumn out) {
    double[] samples = window.samples().values();
    int size = window.samples().size();
    boolean glide = overlap(window) && !hasNan(samples, size);
    double[] sorted = new double[size];
    int first = 0;
    int after = 0;
    for (int step = 0; step < window.steps(); step++) {
      window.moveTo(step);
      int count = window.size();
      int newFirst = window.bounds().firsts()[step];
      int newAfter = window.bounds().afters()[step];
      if (count == 0) {
        continue;
      }
      if (glide && (newFirst - first + newAfter - after) * 4 < count) {
        for (; first < newFirst; first++) {
          remove(sorted, after - first, samples[first]);
        }
        for (; after < newAfter; after++) {
          insert(sorted, after - first, samples[after]);
        }
      } else {
        System.arraycopy(samples, newFirst, sorted, 0, count);
        Quantiles.sort(sorted, count);
        first = newFirst;
        after = newAfter;
      }
      out.set(step, Quantiles.ofSorted(window.arg(0), sorted, count));
    }
  }

  private static void insert(double[] sorted, int count, double value) {
    int at = Arrays.binarySearch(sorted, 0, count, value);
    at = at < 0 ? -at - 1 : at;
    System.arraycopy(sorted, at, sorted, at + 1, count - at);
    sorted[at] = value;
  }

  private static void remove(double[] sorted, int count, double value) {
    int at = Arrays.binarySearch(sorted, 0, count, value);
    System.arraycopy(sorted, at + 1, sorted, at, count - at - 1);
  }

  /// Median of the distances from the median.
  static double mad(Window window) {
    double[] values = copy(window);
    for (double value : values) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
    }
    double median = Quantiles.quantile(0.5, values, values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return Quantiles.quantile(0.5, values, values.length);
  }

  private static double[] copy(Window window) {
    double[] values = new double[window.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = window.value(i);
    }
    return values;
  }
}
