package io.mallwatch.metrics.promql.mixed;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.syntax.Edges;
import java.util.List;

/// What a range function sees at one step, with numbers and histograms apart. Not thread-safe.
public final class MixedWindow {

  private final Layout layout;
  private final List<double[]> args;
  private final Samples floats = new Samples(false);
  private final Samples histograms = new Samples(true);
  private int step;

  /// Where windows are.
  ///
  /// @param evaluatedAt the steps
  /// @param ends where the window of each step ends
  /// @param lengthMillis length of each window
  /// @param edges what is looked at beside a window
  /// @param lookbackMillis how far beside it
  /// @param startTimes whether start times are heeded
  public record Layout(
      long[] evaluatedAt,
      long[] ends,
      long lengthMillis,
      Edges edges,
      long lookbackMillis,
      boolean startTimes) {}

  /// @param args the scalar arguments, each with its value at each step
  public MixedWindow(Layout layout, List<double[]> args) {
    this.layout = layout;
    this.args = args;
  }

  /// Takes the next series.
  void over(SampleColumns samples) {
    floats.fill(samples);
    histograms.fill(samples);
  }

  int steps() {
    return layout.ends().length;
  }

  void moveTo(int newStep) {
    step = newStep;
    boolean plain = layout.edges() == Edges.PLAIN;
    long from = plain ? rangeStart() : rangeStart() - layout.lookbackMillis();
    long to = layout.edges() == Edges.SMOOTHED ? rangeEnd() + layout.lookbackMillis() : rangeEnd();
    floats.moveTo(from, to);
    histograms.moveTo(from, to);
  }

  Samples floats() {
    return floats;
  }

  Samples histograms() {
    return histograms;
  }

  boolean isEmpty() {
    return floats.isEmpty() && histograms.isEmpty();
  }

  Edges edges() {
    return layout.edges();
  }

  boolean heedsStartTimes() {
    return layout.startTimes();
  }

  long rangeStart() {
    return layout.ends()[step] - layout.lengthMillis();
  }

  long rangeEnd() {
    return layout.ends()[step];
  }

  double rangeSeconds() {
    return layout.lengthMillis() / 1e3;
  }

  long evaluatedAt() {
    return layout.evaluatedAt()[step];
  }

  double arg(int index) {
    return args.get(index)[step];
  }
}
