package io.mallwatch.metrics.promql.function;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Sample;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The samples of one series as a range function sees them: a window for each step, to be moved
/// from step to step, and the arguments of the function. Used for one series after the other. Not
/// thread-safe.
public final class Window {

  /// What a function returns when the step has no result. It is the staleness marker: selectors
  /// drop it and no arithmetic makes it, so it can't be a value.
  public static final double NONE = Sample.staleNan();

  private final WindowBounds bounds;
  private final List<double[]> args;
  private SampleColumns samples = new SampleColumns(1);
  private int step;
  private int first;
  private int after;
  private int[] drops = {};
  private int dropCount;
  private boolean dropsKnown;
  private int[] counts = {};
  private final PrefixSums sums = new PrefixSums();
  private @Nullable Extrapolation extrapolation;

  /// @param args the scalar arguments, each with its value at each step
  public Window(WindowBounds bounds, List<double[]> args) {
    this.bounds = bounds;
    this.args = args;
  }

  /// Takes the next series.
  ///
  /// @param next its samples without stale markers; not copied
  public void over(SampleColumns next) {
    samples = next;
    dropsKnown = false;
    bounds.fit(next);
    step = 0;
    first = 0;
    after = 0;
  }

  /// How many windows there are.
  public int steps() {
    return bounds.steps();
  }

  /// Moves to the window of a step.
  public void moveTo(int newStep) {
    step = newStep;
    first = bounds.firsts()[newStep];
    after = bounds.afters()[newStep];
  }

  WindowBounds bounds() {
    return bounds;
  }

  SampleColumns samples() {
    return samples;
  }

  /// Whether any sample of the series is a histogram, perhaps outside of the window.
  public boolean mayHaveHistograms() {
    return samples.histograms() != null;
  }

  /// How many samples it shows.
  public int size() {
    return after - first;
  }

  /// The timestamp of the `index`-th sample shown.
  public long time(int index) {
    return samples.times()[first + index];
  }

  /// The number of the `index`-th sample shown.
  public double value(int index) {
    return samples.values()[first + index];
  }

  /// The histogram of the `index`-th sample shown, or null when it is a number.
  public @Nullable NativeHistogram histogram(int index) {
    NativeHistogram[] histograms = samples.histograms();
    return histograms == null ? null : histograms[first + index];
  }

  /// Since when the `index`-th sample shown has been counted; 0 when unknown.
  public long startMillis(int index) {
    long[] starts = samples.starts();
    return starts == null ? 0 : starts[first + index];
  }

  double lastValue() {
    return samples.values()[after - 1];
  }

  long lastTime() {
    return samples.times()[after - 1];
  }

  long rangeStart() {
    return bounds.end(step) - bounds.lengthMillis();
  }

  long rangeEnd() {
    return bounds.end(step);
  }

  double rangeSeconds() {
    return bounds.lengthMillis() / 1e3;
  }

  long evaluatedAt() {
    return bounds.evaluatedAt(step);
  }

  /// The `index`-th scalar argument at this step.
  double arg(int index) {
    return args.get(index)[step];
  }

  /// For the windows of this series.
  Extrapolation extrapolation(boolean perSecond) {
    Extrapolation scale = extrapolation;
    if (scale == null) {
      scale = new Extrapolation(bounds.steps(), rangeSeconds(), perSecond);
      extrapolation = scale;
    }
    scale.fit(bounds, samples.times());
    return scale;
  }

  /// Room for `size` numbers, whatever is in it.
  int[] counts(int size) {
    if (counts.length <= size) {
      counts = new int[size * 2 + 16];
    }
    return counts;
  }

  /// Sums up to each sample of this series.
  PrefixSums sums() {
    return sums;
  }

  /// Whether a value is ever below the one before it.
  boolean hasDrops() {
    findDrops();
    return dropCount > 0;
  }

  /// `difference` plus the values from which a counter fell within the window.
  double correctedForResets(double difference) {
    findDrops();
    if (dropCount == 0) {
      return difference;
    }
    double[] values = samples.values();
    double sum = difference;
    for (int i = firstDropAfter(first); i < dropCount && drops[i] < after; i++) {
      sum += values[drops[i] - 1];
    }
    return sum;
  }

  /// How often a value was below the one before it.
  int resets() {
    findDrops();
    return Math.max(0, firstDropAfter(after - 1) - firstDropAfter(first));
  }

  /// The first drop whose sample is after `index`.
  private int firstDropAfter(int index) {
    int found = Arrays.binarySearch(drops, 0, dropCount, index);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private void findDrops() {
    if (dropsKnown) {
      return;
    }
    dropsKnown = true;
    double[] values = samples.values();
    dropCount = 0;
    for (int i = 1; i < samples.size(); i++) {
      if (values[i] < values[i - 1]) {
        if (dropCount == drops.length) {
          drops = Arrays.copyOf(drops, Math.max(8, dropCount * 2));
        }
        drops[dropCount++] = i;
      }
    }
  }
}
