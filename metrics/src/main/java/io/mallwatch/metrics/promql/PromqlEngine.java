package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.mixed.SmoothedColumn;
import io.mallwatch.metrics.promql.syntax.Edges;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.syntax.ValueType;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.RangeVector;
import io.mallwatch.metrics.promql.vector.StepVector;
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
import org.jspecify.annotations.Nullable;

/// Answers PromQL from a [SeriesSource], on the thread that calls. Thread-safe; between queries it
/// holds only what their texts mean. [PromqlQueries] adds admission.
public final class PromqlEngine {

  private final SeriesSource source;
  private final EngineOptions options;
  private final InstantSource clock;
  private final QueryLedger ledger;
  private final @Nullable ScanThreads helpers;
  private final KnownQueries known;

  /// @param clock only for the time that queries took
  public PromqlEngine(SeriesSource source, EngineOptions options, InstantSource clock) {
    this(source, options, clock, new QueryLedger(options.slow(), clock), null);
  }

  /// @param helpers threads that help to read large vectors, or null for none
  PromqlEngine(
      SeriesSource source,
      EngineOptions options,
      InstantSource clock,
      QueryLedger ledger,
      @Nullable ScanThreads helpers) {
    this.source = source;
    this.options = options;
    this.clock = clock;
    this.ledger = ledger;
    this.helpers = helpers;
    this.known = new KnownQueries(text -> PromqlParser.parse(text, options.semantics().features()));
  }

  /// What `query` means.
  ///
  /// @throws BadQueryException with a position when the text is wrong
  KnownQueries.Known known(String query) {
    return known.of(query);
  }

  /// The value of `query` at `at`.
  ///
  /// @throws BadQueryException with a position when the text is wrong, without when it can't be
  ///   computed
  public QueryResult instant(String query, Instant at, QueryOptions queryOptions) {
    return instant(ledger.unlisted(query, queryOptions), known(query).expr(), at);
  }

  QueryResult instant(QueryTicket ticket, Expr expr, Instant at) {
    Instant began = clock.instant();
    Grid grid = Grid.instant(at.toEpochMilli());
    try (QueryRun run = start(ticket, new QueryRun.Bounds(grid, 0, grid.start()))) {
      Evaluator evaluator = new Evaluator(run, expr);
      QueryResult.Value value =
          switch (expr.type()) {
            case MATRIX -> matrix(expr, grid, evaluator, run);
            case SCALAR -> new QueryResult.Scalar(grid.start(), evaluator.scalar(expr, grid)[0]);
            case STRING -> new QueryResult.Text(grid.start(), evaluator.text(expr));
            case VECTOR ->
                vector(evaluator.naming().finish(evaluator.vector(expr, grid)), grid, run);
          };
      return result(value, run, began, ticket.options());
    }
  }

  /// The values of `query` from `start` to `end`, both inclusive, each `step`.
  ///
  /// @throws BadQueryException as [#instant]; also for too many steps
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions queryOptions) {
    return range(
        ledger.unlisted(query, queryOptions), known(query).expr(), new Span(start, end, step));
  }

  /// What a range query covers: from `start` to `end`, both inclusive, each `step`.
  record Span(Instant start, Instant end, Duration step) {}

  QueryResult range(QueryTicket ticket, Expr expr, Span span) {
    Instant began = clock.instant();
    long step = span.step().toMillis();
    long end = span.end().toEpochMilli();
    Grid grid = grid(span.start().toEpochMilli(), end, step);
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
      throw new BadQueryException(
          "invalid expression type %s for range query, must be Scalar or instant Vector"
              .formatted(Quoting.quote(expr.type().text())));
    }
    try (QueryRun run = start(ticket, new QueryRun.Bounds(grid, step, end))) {
      Evaluator evaluator = new Evaluator(run, expr);
      QueryResult.Matrix matrix =
          switch (evaluator.eval(expr, grid)) {
            case EvalValue.Scalar(double[] values) -> scalars(values, grid);
            case EvalValue.Vector(StepVector all) ->
                rows(evaluator.naming().finish(all), grid, run);
            case EvalValue.Text text -> throw new IllegalStateException("a text: " + text);
          };
      return result(matrix, run, began, ticket.options());
    }
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

  private QueryRun start(QueryTicket ticket, QueryRun.Bounds bounds) {
    return new QueryRun(source, options, bounds, ticket, helpers);
  }

  private QueryResult result(
      QueryResult.Value value, QueryRun run, Instant began, QueryOptions queryOptions) {
    List<String> warnings = new ArrayList<>(run.notes().warnings());
    QueryResult.Value limited = limit(value, queryOptions.limit(), warnings);
    return new QueryResult(
        limited,
        warnings,
        run.notes().infos(),
        run.stats(Math.max(0, Duration.between(began, clock.instant()).toNanos())));
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

  private static QueryResult.Vector vector(StepVector all, Grid grid, QueryRun run) {
    List<QueryResult.VectorSample> samples = new ArrayList<>(all.size());
    run.read(
        all,
        1,
        (index, column) -> {
          NativeHistogram histogram = column.histogram(0);
          if (!column.hasAny(0)) {
            return;
          }
          run.answer(samples.size() + 1);
          if (histogram != null) {
            samples.add(
                new QueryResult.VectorSample(
                    all.labels(index), grid.start(), histogram.sum(), histogram));
          } else {
            samples.add(
                new QueryResult.VectorSample(all.labels(index), grid.start(), column.value(0)));
          }
        });
    return new QueryResult.Vector(samples);
  }

  private static QueryResult.Matrix scalars(double[] values, Grid grid) {
    return new QueryResult.Matrix(
        List.of(new QueryResult.SeriesPoints(Labels.EMPTY, times(grid), values)));
  }

  private static long[] times(Grid grid) {
    long[] times = new long[grid.steps()];
    Arrays.setAll(times, grid::time);
    return times;
  }

  private static QueryResult.Matrix rows(StepVector all, Grid grid, QueryRun run) {
    List<QueryResult.SeriesPoints> points = new ArrayList<>();
    long[] everyTime = times(grid);
    run.read(
        all,
        grid.steps(),
        (index, column) -> {
          int count = column.count();
          run.hold(count);
          if (count > 0) {
            run.answer(points.size() + 1);
            points.add(points(all.labels(index), column, everyTime));
          }
        });
    return sorted(points);
  }

  /// @param times of the steps; the result takes them as they are when every step has a number
  private static QueryResult.SeriesPoints points(Labels labels, StepColumn column, long[] times) {
    if (column.present().isFull()) {
      return new QueryResult.SeriesPoints(labels, times, column.values().clone());
    }
    SampleColumns samples = new SampleColumns(column.count());
    for (int step = 0; step < times.length; step++) {
      NativeHistogram histogram = column.histogram(step);
      if (histogram != null) {
        samples.add(times[step], histogram);
      } else if (column.has(step)) {
        samples.add(times[step], column.value(step));
      }
    }
    return points(labels, samples, 0, samples.size());
  }

  /// Numbers and histograms from `from` up to `to`, apart.
  private static QueryResult.SeriesPoints points(
      Labels labels, SampleColumns samples, int from, int to) {
    NativeHistogram[] all = samples.histograms();
    if (all == null) {
      return new QueryResult.SeriesPoints(
          labels,
          Arrays.copyOfRange(samples.times(), from, to),
          Arrays.copyOfRange(samples.values(), from, to));
    }
    SampleColumns numbers = new SampleColumns(to - from);
    List<NativeHistogram> histograms = new ArrayList<>();
    long[] histogramTimes = new long[to - from];
    for (int i = from; i < to; i++) {
      NativeHistogram histogram = all[i];
      if (histogram == null) {
        numbers.add(samples.times()[i], samples.values()[i]);
      } else {
        histogramTimes[histograms.size()] = samples.times()[i];
        histograms.add(histogram);
      }
    }
    return new QueryResult.SeriesPoints(
        labels,
        Arrays.copyOf(numbers.times(), numbers.size()),
        Arrays.copyOf(numbers.values(), numbers.size()),
        Arrays.copyOf(histogramTimes, histograms.size()),
        histograms.toArray(NativeHistogram[]::new));
  }

  /// The samples that a range vector shows at one moment, as they were stored.
  private static QueryResult.Matrix matrix(
      Expr expr, Grid grid, Evaluator evaluator, QueryRun run) {
    RangeVector vector = evaluator.range(expr, grid);
    Naming naming = evaluator.naming();
    Edges edges = RangeCalls.edges(expr);
    long to = vector.reference().at(grid.start());
    List<QueryResult.SeriesPoints> points = new ArrayList<>();
    RangeVector.Reader reader = vector.reader();
    SampleColumns samples = new SampleColumns(256);
    for (int i = 0; i < vector.size(); i++) {
      run.check();
      reader.read(i, samples);
      if (edges != Edges.PLAIN) {
        extend(samples, to - vector.windowMillis(), to, edges);
      }
      int from = edges == Edges.PLAIN ? after(samples, to - vector.windowMillis()) : 0;
      int end = after(samples, to);
      if (from < end) {
        run.answer(points.size() + 1);
        run.hold(end - from);
        boolean drop = vector.nameDropped(i) && naming.delayed();
        Labels labels = vector.labels(i);
        points.add(points(drop ? Naming.withoutName(labels) : labels, samples, from, end));
      }
    }
    return sorted(points);
  }

  /// Puts values at the edges of the window in the place of what is beside it.
  private static void extend(SampleColumns samples, long from, long to, Edges edges) {
    if (samples.histograms() != null) {
      throw BadQueryException.whileComputing(
          edges.name().toLowerCase(Locale.ROOT) + " modifier is not supported with histograms");
    }
    SmoothedColumn.extend(samples, from, to, edges == Edges.SMOOTHED);
  }

  /// Index of the first sample that is past `time`.
  private static int after(SampleColumns samples, long time) {
    int found = Arrays.binarySearch(samples.times(), 0, samples.size(), time);
    return found >= 0 ? found + 1 : -found - 1;
  }

  private static QueryResult.Matrix sorted(List<QueryResult.SeriesPoints> points) {
    List<QueryResult.SeriesPoints> kept = new ArrayList<>(points);
    kept.sort(Comparator.comparing(QueryResult.SeriesPoints::labels, Labels.ORDER));
    return new QueryResult.Matrix(kept);
  }
}
