package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.WindowBounds;
import io.mallwatch.metrics.promql.mixed.RangeNotes;
import io.mallwatch.metrics.promql.mixed.SmoothedColumn;
import io.mallwatch.metrics.promql.syntax.Edges;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.LabelText;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the series that selectors name; their readers lay the samples on the steps. Each series is
/// read once for all steps.
final class SelectorEvaluator {

  private final QueryRun run;
  private final HistogramReading reading;
  private final boolean sorted;

  /// @param sorted whether series must come in the order of their labels, else of the store
  SelectorEvaluator(QueryRun run, HistogramReading reading, boolean sorted) {
    this.run = run;
    this.reading = reading;
    this.sorted = sorted;
  }

  /// What an instant selector tells of a sample.
  private enum Aspect {
    VALUE,
    /// Its timestamp in seconds.
    TIME,
    /// The same, of an info series, which must not have histograms.
    INFO_TIME,
    /// Since when it has been counted, in seconds; 0 when unknown.
    START
  }

  /// How samples are read.
  ///
  /// @param onlyStatistics whether histograms go without buckets
  /// @param node what the reading costs is counted there, or nowhere
  private record Reading(Aspect aspect, boolean onlyStatistics, @Nullable CostNode node) {}

  /// At each step the newest sample that is younger than the lookback and no stale marker.
  StepVector instant(Expr.VectorSelector selector, Grid grid) {
    return selector.edges() == Edges.SMOOTHED
        ? smoothed(selector, grid)
        : newest(selector, grid, Aspect.VALUE);
  }

  /// As [#instant], with the samples' timestamps in seconds as values, without names.
  StepVector timestamps(Expr.VectorSelector selector, Grid grid) {
    return newest(selector, grid, Aspect.TIME);
  }

  /// As [#timestamps], of info series.
  StepVector infoTimes(Expr.VectorSelector selector, Grid grid) {
    return newest(selector, grid, Aspect.INFO_TIME);
  }

  /// As [#timestamps], with the moments since when the samples have been counted.
  StepVector starts(Expr.VectorSelector selector, Grid grid) {
    return newest(selector, grid, Aspect.START);
  }

  private StepVector smoothed(Expr.VectorSelector selector, Grid grid) {
    if (grid.steps() == 0) {
      return HeldVector.EMPTY;
    }
    RangeVector.Reference reference = run.reference(selector.time());
    long lookback = run.lookbackMillis();
    SeriesSet set =
        run.select(
            selector.matchers(),
            reference.at(grid.start()) - lookback + 1,
            reference.at(grid.last()) + lookback);
    return new SmoothedSamples(run, new Order(set, sorted), selector, grid, reference, found(set));
  }

  private StepVector newest(Expr.VectorSelector selector, Grid grid, Aspect aspect) {
    if (grid.steps() == 0) {
      return HeldVector.EMPTY;
    }
    RangeVector.Reference reference = run.reference(selector.time());
    SeriesSet set =
        run.select(
            selector.matchers(),
            reference.at(grid.start()) - run.lookbackMillis() + 1,
            reference.at(grid.last()));
    Reading how = new Reading(aspect, reading.needsOnlyStatistics(selector), found(set));
    return new NewestSamples(run, new Order(set, sorted), grid, reference, how);
  }

  /// The samples that the windows of all steps need.
  RangeVector window(Expr.MatrixSelector selector, Grid grid) {
    RangeVector.Reference reference = run.reference(selector.vector().time());
    long length = run.positiveMillis(selector.window());
    Edges edges = selector.vector().edges();
    long before = edges == Edges.PLAIN ? 0 : run.lookbackMillis();
    long after = edges == Edges.SMOOTHED ? run.lookbackMillis() : 0;
    SeriesSet set =
        grid.steps() == 0
            ? NoSeries.NONE
            : run.select(
                selector.vector().matchers(),
                reference.at(grid.start()) - length - before + 1,
                reference.at(grid.last()) + after);
    boolean statistics = reading.needsOnlyStatistics(selector.vector());
    Reading how = new Reading(Aspect.VALUE, statistics, found(set));
    return new StoredSamples(run, new Order(set, sorted), length, reference, how);
  }

  private @Nullable CostNode found(SeriesSet set) {
    CostNode node = run.node();
    if (node != null) {
      node.found(set.size());
    }
    return node;
  }

  private enum NoSeries implements SeriesSet {
    NONE;

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Labels labels(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public void read(int index, SampleColumns into) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public void close() {}
  }

  /// A set and the order in which its series are wanted.
  private static final class Order {

    private final SeriesSet set;
    private final int[] places;

    Order(SeriesSet set, boolean sorted) {
      this.set = set;
      this.places = sorted && !isSorted(set) ? sort(set) : new int[0];
    }

    private static boolean isSorted(SeriesSet set) {
      for (int i = 1; i < set.size(); i++) {
        if (Labels.ORDER.compare(set.labels(i - 1), set.labels(i)) > 0) {
          return false;
        }
      }
      return true;
    }

    private static int[] sort(SeriesSet set) {
      Labels[] labels = new Labels[set.size()];
      Arrays.setAll(labels, set::labels);
      return IntStream.range(0, labels.length)
          .boxed()
          .sorted(Comparator.comparing((Integer i) -> labels[i], Labels.ORDER))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    int place(int index) {
      return places.length == 0 ? index : places[index];
    }

    Labels labels(int index) {
      return set.labels(place(index));
    }
  }

  private record NewestSamples(
      QueryRun run, Order order, Grid grid, RangeVector.Reference reference, Reading how)
      implements StepVector {

    @Override
    public int size() {
      return order.set.size();
    }

    @Override
    public Labels labels(int index) {
      return order.labels(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return false;
    }

    @Override
    public StepVector.Reader reader() {
      SampleColumns samples = new SampleColumns(256);
      WindowBounds bounds = reference.windows(grid, run.lookbackMillis());
      return (index, into) -> {
        if (grid.steps() == 1 && !how.onlyStatistics()) {
          order.set.readNewest(order.place(index), samples);
        } else {
          order.set.read(order.place(index), samples);
        }
        run.readSamples(samples.size(), how.node());
        if (how.onlyStatistics()) {
          HistogramReading.removeBuckets(samples);
        }
        if (how.aspect() == Aspect.INFO_TIME && samples.histograms() != null) {
          throw BadQueryException.whileComputing(
              "this should be an info metric, with float samples: " + LabelText.of(labels(index)));
        }
        place(samples, bounds, into);
        run.sawSamples(into);
      };
    }

    /// The newest sample of each window, if it is no stale marker.
    private void place(SampleColumns samples, WindowBounds bounds, StepColumn into) {
      into.clear();
      bounds.fit(samples);
      int[] afters = bounds.afters();
      double[] stored = samples.values();
      double[] values = into.values();
      NativeHistogram[] histograms = samples.histograms();
      long[] starts = samples.starts();
      Presence shows = bounds.shows();
      for (int step = shows.next(0); step >= 0; step = shows.next(step + 1)) {
        int newest = afters[step] - 1;
        double value = stored[newest];
        if (Sample.isStale(value)) {
          continue;
        }
        NativeHistogram histogram = histograms == null ? null : histograms[newest];
        if (histogram != null && how.aspect() == Aspect.VALUE) {
          into.set(step, histogram);
        } else {
          values[step] =
              switch (how.aspect()) {
                case VALUE -> value;
                case TIME, INFO_TIME -> samples.times()[newest] / 1e3;
                case START -> starts == null ? 0 : starts[newest] / 1e3;
              };
          into.present().set(step);
        }
      }
    }
  }

  private record SmoothedSamples(
      QueryRun run,
      Order order,
      Expr.VectorSelector selector,
      Grid grid,
      RangeVector.Reference reference,
      @Nullable CostNode node)
      implements StepVector {

    @Override
    public int size() {
      return order.set.size();
    }

    @Override
    public Labels labels(int index) {
      return order.labels(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return false;
    }

    @Override
    public StepVector.Reader reader() {
      SampleColumns samples = new SampleColumns(256);
      long[] moments = new long[grid.steps()];
      Arrays.setAll(moments, step -> reference.at(grid.time(step)));
      SmoothedColumn smoothed = new SmoothedColumn(moments, run.lookbackMillis());
      return (index, into) -> {
        into.clear();
        order.set.read(order.place(index), samples);
        run.readSamples(samples.size(), node);
        StoredSamples.removeStale(samples);
        String metric = labels(index).metricName();
        smoothed.fill(samples, new RangeNotes(run.notes(), metric, selector.range()), into);
      };
    }
  }

  private record StoredSamples(
      QueryRun run, Order order, long windowMillis, RangeVector.Reference reference, Reading how)
      implements RangeVector {

    @Override
    public int size() {
      return order.set.size();
    }

    @Override
    public Labels labels(int index) {
      return order.labels(index);
    }

    @Override
    public boolean nameDropped(int index) {
      return false;
    }

    @Override
    public RangeVector.Reader reader() {
      return (index, into) -> {
        order.set.read(order.place(index), into);
        run.readSamples(into.size(), how.node());
        if (how.onlyStatistics()) {
          HistogramReading.removeBuckets(into);
        }
        removeStale(into);
      };
    }

    private static void removeStale(SampleColumns samples) {
      double[] values = samples.values();
      int size = samples.size();
      int kept = 0;
      while (kept < size && !Sample.isStale(values[kept])) {
        kept++;
      }
      for (int i = kept; i < size; i++) {
        if (!Sample.isStale(values[i])) {
          move(samples, i, kept++);
        }
      }
      samples.size(kept);
    }

    private static void move(SampleColumns samples, int from, int to) {
      samples.times()[to] = samples.times()[from];
      samples.values()[to] = samples.values()[from];
      NativeHistogram[] histograms = samples.histograms();
      if (histograms != null) {
        histograms[to] = histograms[from];
      }
      long[] starts = samples.starts();
      if (starts != null) {
        starts[to] = starts[from];
      }
    }
  }
}
