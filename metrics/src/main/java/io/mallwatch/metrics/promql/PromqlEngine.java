package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.Notes;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Answers PromQL from a [SeriesSource], on the thread that calls. Thread-safe; holds nothing
/// between queries. [PromqlQueries] adds admission.
public final class PromqlEngine {

  private final SeriesSource source;
  private final EngineOptions options;
  private final InstantSource clock;

  /// @param clock only for the time that queries took
  public PromqlEngine(SeriesSource source, EngineOptions options, InstantSource clock) {
    this.source = source;
    this.options = options;
    this.clock = clock;
  }

  /// The value of `query` at `at`.
  ///
  /// @throws BadQueryException with a position when the text is wrong, without when it can't be
  ///   computed
  public QueryResult instant(String query, Instant at, QueryOptions queryOptions) {
    Instant began = clock.instant();
    Expr expr = PromqlParser.parse(query);
    Grid grid = Grid.instant(at.toEpochMilli());
    QueryRun run = start(query, new QueryRun.Bounds(grid, 0, grid.start()), queryOptions);
    Evaluator evaluator = new Evaluator(run);
    QueryResult.Value value =
        switch (expr.type()) {
          case MATRIX -> matrix(evaluator.range(expr, grid), grid, evaluator.naming());
          case SCALAR -> new QueryResult.Scalar(grid.start(), evaluator.scalar(expr, grid)[0]);
          case STRING -> new QueryResult.Text(grid.start(), evaluator.text(expr));
          case VECTOR -> vector(evaluator.vector(expr, grid), grid, evaluator.naming());
        };
    return result(value, run, began, queryOptions);
  }

  /// The values of `query` from `start` to `end`, both inclusive, each `step`.
  ///
  /// @throws BadQueryException as [#instant]; also for too many steps
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions queryOptions) {
    Instant began = clock.instant();
    Grid grid = grid(start.toEpochMilli(), end.toEpochMilli(), step.toMillis());
    Expr expr = PromqlParser.parse(query);
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
      throw new BadQueryException(
          "invalid expression type %s for range query, must be Scalar or instant Vector"
              .formatted(Quoting.quote(expr.type().text())));
    }
    QueryRun run =
        start(query, new QueryRun.Bounds(grid, step.toMillis(), end.toEpochMilli()), queryOptions);
    Evaluator evaluator = new Evaluator(run);
    List<StepSeries> series =
        switch (evaluator.eval(expr, grid)) {
          case EvalValue.Scalar(double[] values) -> List.of(StepSeries.full(Labels.EMPTY, values));
          case EvalValue.Vector(List<StepSeries> all) -> evaluator.naming().finish(all);
          case EvalValue.Text text -> throw new IllegalStateException("a text: " + text);
        };
    List<QueryResult.SeriesPoints> points = new ArrayList<>(series.size());
    for (StepSeries one : series) {
      points.add(points(one, grid));
    }
    return result(sorted(points), run, began, queryOptions);
  }

  private Grid grid(long start, long end, long step) {
    if (step <= 0) {
      throw new BadQueryException(
          "zero or negative query resolution step widths are not accepted. Try a positive"
              + " integer");
    }
    if (end < start) {
      throw new BadQueryException("end timestamp must not be before start time");
    }
    int maxPoints = options.limits().maxPoints();
    if ((end - start) / step > maxPoints) {
      throw new BadQueryException(
          String.format(
              Locale.ROOT,
              "exceeded maximum resolution of %,d points per timeseries. Try decreasing the query"
                  + " resolution (?step=XX)",
              maxPoints));
    }
    return Grid.over(start, end, step);
  }

  private QueryRun start(String query, QueryRun.Bounds bounds, QueryOptions queryOptions) {
    Duration asked = queryOptions.lookback();
    Duration lookback = asked == null ? options.lookback() : asked;
    return new QueryRun(
        source, options, bounds, queryOptions.deadline(), lookback.toMillis(), new Notes(query));
  }

  private QueryResult result(
      QueryResult.Value value, QueryRun run, Instant began, QueryOptions queryOptions) {
    List<String> warnings = new ArrayList<>(run.notes().warnings());
    QueryResult.Value limited = limit(value, queryOptions.limit(), warnings);
    return new QueryResult(
        limited,
        warnings,
        run.notes().infos(),
        new QueryResult.Stats(
            run.samplesRead(),
            run.seriesRead(),
            Math.max(0, Duration.between(began, clock.instant()).toNanos())));
  }

  private static QueryResult.Value limit(
      QueryResult.Value value, int limit, List<String> warnings) {
    if (limit <= 0 || size(value) <= limit) {
      return value;
    }
    warnings.add("results truncated due to limit");
    return switch (value) {
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) ->
          new QueryResult.Vector(samples.subList(0, limit));
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) ->
          new QueryResult.Matrix(series.subList(0, limit));
      case QueryResult.Scalar _, QueryResult.Text _ -> value;
    };
  }

  private static int size(QueryResult.Value value) {
    return switch (value) {
      case QueryResult.Vector(List<QueryResult.VectorSample> samples) -> samples.size();
      case QueryResult.Matrix(List<QueryResult.SeriesPoints> series) -> series.size();
      case QueryResult.Scalar _, QueryResult.Text _ -> 1;
    };
  }

  private static QueryResult.Vector vector(List<StepSeries> all, Grid grid, Naming naming) {
    List<QueryResult.VectorSample> samples = new ArrayList<>(all.size());
    for (StepSeries series : naming.finish(all)) {
      if (!series.isEmpty()) {
        samples.add(
            new QueryResult.VectorSample(series.labels(), grid.start(), series.values()[0]));
      }
    }
    return new QueryResult.Vector(samples);
  }

  private static QueryResult.SeriesPoints points(StepSeries series, Grid grid) {
    int[] steps = series.present().stream().toArray();
    long[] times = new long[steps.length];
    double[] values = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      times[i] = grid.time(steps[i]);
      values[i] = series.values()[steps[i]];
    }
    return new QueryResult.SeriesPoints(series.labels(), times, values);
  }

  /// The samples that a range vector shows at one moment, as they were stored.
  private static QueryResult.Matrix matrix(RangeVector vector, Grid grid, Naming naming) {
    long to = vector.reference().at(grid.start());
    List<QueryResult.SeriesPoints> points = new ArrayList<>();
    for (RangeVector.Series series : vector.series()) {
      int from = after(series.times(), to - vector.windowMillis());
      int end = after(series.times(), to);
      if (from < end) {
        boolean drop = series.nameDropped() && naming.delayed();
        points.add(
            new QueryResult.SeriesPoints(
                drop ? Naming.withoutName(series.labels()) : series.labels(),
                Arrays.copyOfRange(series.times(), from, end),
                Arrays.copyOfRange(series.values(), from, end)));
      }
    }
    return sorted(points);
  }

  /// Index of the first of `times` that is past `time`.
  private static int after(long[] times, long time) {
    int found = Arrays.binarySearch(times, time);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private static QueryResult.Matrix sorted(List<QueryResult.SeriesPoints> points) {
    List<QueryResult.SeriesPoints> kept = new ArrayList<>(points);
    kept.removeIf(series -> series.values().length == 0);
    kept.sort(Comparator.comparing(QueryResult.SeriesPoints::labels, Labels.ORDER));
    return new QueryResult.Matrix(kept);
  }
}
