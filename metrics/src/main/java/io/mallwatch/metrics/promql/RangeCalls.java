package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.function.RangeFunction;
import io.mallwatch.metrics.promql.function.RangeFunctions;
import io.mallwatch.metrics.promql.function.Window;
import io.mallwatch.metrics.promql.function.WindowBounds;
import io.mallwatch.metrics.promql.mixed.MixedFunctions;
import io.mallwatch.metrics.promql.mixed.MixedWindow;
import io.mallwatch.metrics.promql.mixed.RangeNotes;
import io.mallwatch.metrics.promql.syntax.Edges;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.Notes;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Calls of functions over range vectors.
final class RangeCalls {

  private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");
  private static final Set<String> OF_COUNTERS = Set.of("rate", "increase");
  private static final Set<String> HEED_START_TIMES = Set.of("rate", "irate", "increase", "resets");
  private static final List<String> COUNTER_SUFFIXES =
      List.of("_total", "_sum", "_count", "_bucket");

  private final Evaluator evaluator;
  private final QueryRun run;
  private final Naming naming;

  RangeCalls(Evaluator evaluator, QueryRun run, Naming naming) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
  }

  StepVector eval(Expr.Call call, Grid grid) {
    String name = call.function().name();
    List<double[]> scalars = new ArrayList<>();
    Expr rangeArg = call.args().getFirst();
    for (Expr arg : call.args()) {
      if (arg.type() == ValueType.MATRIX) {
        rangeArg = arg;
      } else {
        scalars.add(evaluator.scalar(arg, grid));
      }
    }
    checkEdges(name, edges(rangeArg));
    RangeVector range = evaluator.range(rangeArg, grid);
    CallVector calls = new CallVector(this, call, rangeArg, range, scalars, grid);
    if (name.equals("absent_over_time")) {
      return absent(calls, rangeArg, grid);
    }
    if (name.equals("quantile_over_time") && range.size() > 0) {
      Arrays.stream(scalars.getFirst())
          .forEach(q -> run.notes().invalidQuantile(q, call.args().getFirst().range()));
    }
    return Naming.merge(calls);
  }

  static Edges edges(Expr rangeArg) {
    return Exprs.unwrap(rangeArg) instanceof Expr.MatrixSelector matrix
        ? matrix.vector().edges()
        : Edges.PLAIN;
  }

  /// Other functions would take the samples beside the window for samples in it.
  private static void checkEdges(String function, Edges edges) {
    List<String> allowed =
        switch (edges) {
          case PLAIN -> List.of(function);
          case ANCHORED -> List.of("changes", "delta", "increase", "rate", "resets");
          case SMOOTHED -> List.of("delta", "increase", "rate");
        };
    if (!allowed.contains(function)) {
      throw BadQueryException.whileComputing(
          "%s modifier can only be used with: %s - not with %s"
              .formatted(
                  edges.name().toLowerCase(Locale.ROOT), String.join(", ", allowed), function));
    }
  }

  private record CallVector(
      RangeCalls calls,
      Expr.Call call,
      Expr rangeArg,
      RangeVector range,
      List<double[]> scalars,
      Grid grid)
      implements StepVector {

    @Override
    public int size() {
      return range.size();
    }

    private boolean keepsName() {
      return KEEP_NAME.contains(call.function().name());
    }

    @Override
    public Labels labels(int index) {
      Labels labels = range.labels(index);
      return nameDropped(index) ? calls.naming.dropped(labels) : labels;
    }

    @Override
    public boolean nameDropped(int index) {
      return !keepsName() || range.nameDropped(index);
    }

    @Override
    public StepVector.Reader reader() {
      return new CallReader(this);
    }

    private MixedWindow mixedWindow() {
      long lookback = calls.run.lookbackMillis();
      return new MixedWindow(
          new MixedWindow.Layout(
              evaluatedAt(), ends(), range.windowMillis(), edges(), lookback, heedsStartTimes()),
          scalars);
    }

    private long[] evaluatedAt() {
      long[] evaluatedAt = new long[grid.steps()];
      Arrays.setAll(evaluatedAt, grid::time);
      return evaluatedAt;
    }

    private long[] ends() {
      long[] ends = new long[grid.steps()];
      Arrays.setAll(ends, step -> range.reference().at(grid.time(step)));
      return ends;
    }

    private Edges edges() {
      return RangeCalls.edges(rangeArg);
    }

    private boolean heedsStartTimes() {
      return calls.run.options().semantics().startTimes()
          && HEED_START_TIMES.contains(call.function().name());
    }
  }

  private static final class CallReader implements StepVector.Reader {

    private final CallVector vector;
    private final RangeVector.Reader samplesOf;
    private final RangeFunction function;
    private final WindowBounds bounds;
    private final Window window;
    private final SampleColumns samples = new SampleColumns(256);
    private final boolean ofCounters;
    private String noted = "";
    private int largest;
    private @Nullable MixedWindow mixed;

    CallReader(CallVector vector) {
      String name = vector.call().function().name();
      this.vector = vector;
      this.samplesOf = vector.range().reader();
      this.function = RangeFunctions.find(name).orElseThrow();
      this.bounds =
          vector.range().reference().windows(vector.grid(), vector.range().windowMillis());
      this.window = new Window(bounds, vector.scalars());
      this.ofCounters = OF_COUNTERS.contains(name);
    }

    @Override
    public void read(int index, StepColumn into) {
      into.clear();
      samplesOf.read(index, samples);
      if (samples.size() > largest) {
        vector.calls().run.buffer(samples.size() - largest);
        largest = samples.size();
      }
      if (samples.isEmpty()) {
        return;
      }
      boolean starts = vector.heedsStartTimes() && samples.starts() != null;
      if (samples.histograms() == null && vector.edges() == Edges.PLAIN && !starts) {
        window.over(samples);
        vector.calls().run.sawWindows(bounds);
        function.apply(window, into);
      } else {
        applyMixed(vector.range().labels(index).metricName(), into);
      }
      if (ofCounters && !into.present().isEmpty()) {
        noteCounter(vector.range().labels(index));
      }
    }

    private void applyMixed(String metric, StepColumn into) {
      MixedWindow windows = mixed == null ? vector.mixedWindow() : mixed;
      mixed = windows;
      Notes notes = vector.calls().run.notes();
      RangeNotes noted = new RangeNotes(notes, metric, vector.rangeArg().range());
      String name = vector.call().function().name();
      MixedFunctions.apply(name, windows, window, samples, noted, into);
    }

    private void noteCounter(Labels labels) {
      QueryRun run = vector.calls().run;
      String metric = labels.metricName();
      TextRange range = vector.rangeArg().range();
      if (metric.isEmpty()) {
        return;
      }
      if (run.options().semantics().typeAndUnitLabels()) {
        String type = labels.get("__type__");
        if (!type.equals("counter") && !type.equals("histogram")) {
          run.notes().possibleNonCounterType(metric, type, range);
        }
      } else if (!metric.equals(noted)) {
        noted = metric;
        if (COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
          run.notes().possibleNonCounter(metric, range);
        }
      }
    }
  }

  private StepVector absent(StepVector found, Expr arg, Grid grid) {
    StepSeries missing = StepSeries.empty(AbsentLabels.of(arg), grid.steps(), true);
    missing.column().fill(1);
    Presence there = new Presence(grid.steps());
    run.read(found, grid.steps(), (_, column) -> column.addPresenceTo(there));
    missing.column().drop(there);
    return new HeldVector(List.of(missing));
  }
}
