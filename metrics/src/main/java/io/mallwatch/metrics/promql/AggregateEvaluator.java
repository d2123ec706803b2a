package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.aggregate.AggregateNotes;
import io.mallwatch.metrics.promql.aggregate.BestPicks;
import io.mallwatch.metrics.promql.aggregate.FirstPicks;
import io.mallwatch.metrics.promql.aggregate.Fold;
import io.mallwatch.metrics.promql.aggregate.Grouping;
import io.mallwatch.metrics.promql.aggregate.HistogramFold;
import io.mallwatch.metrics.promql.aggregate.Picks;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.metrics.promql.histogram.HistogramText;
import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.LabelSubset;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Aggregations: puts series into groups and folds each group's columns ([Fold]), picks from them
/// ([Picks]) or counts their values.
final class AggregateEvaluator {

  private final Evaluator evaluator;
  private final QueryRun run;

  AggregateEvaluator(Evaluator evaluator, QueryRun run) {
    this.evaluator = evaluator;
    this.run = run;
  }

  StepVector eval(Expr.Aggregate aggregate, Grid grid) {
    AggregateOperator operator = aggregate.operator();
    if (operator == AggregateOperator.COUNT_VALUES) {
      return countValues(aggregate, grid);
    }
    Expr paramExpr = aggregate.param();
    double[] params = paramExpr == null ? new double[0] : evaluator.scalar(paramExpr, grid);
    StepVector input = evaluator.vector(aggregate.expr(), grid);
    Grouping grouping = Grouping.of(aggregate, input);
    return switch (operator) {
      case TOPK, BOTTOMK, LIMITK -> picked(aggregate, input, grouping, counts(params));
      case LIMIT_RATIO -> Picks.ratio(input, ratios(params, paramExpr));
      case QUANTILE -> {
        noteQuantiles(params, paramExpr);
        run.hold((long) input.size() * grid.steps());
        yield fold(aggregate, input, grouping, params, grid);
      }
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES ->
          fold(aggregate, input, grouping, params, grid);
    };
  }

  private StepVector picked(
      Expr.Aggregate aggregate, StepVector input, Grouping grouping, double[] counts) {
    AggregateOperator operator = aggregate.operator();
    if (operator == AggregateOperator.LIMITK) {
      FirstPicks first = new FirstPicks(grouping, counts);
      run.read(input, counts.length, first::add);
      return first.result(input);
    }
    BestPicks best = new BestPicks(operator, grouping, counts);
    run.hold(best.cells());
    boolean picks = max(counts) >= 1;
    run.read(
        input,
        counts.length,
        (index, column) -> {
          if (picks) {
            noteIgnored(aggregate, column, aggregate.range());
          }
          best.add(index, column);
        });
    return best.result(input);
  }

  private StepVector fold(
      Expr.Aggregate aggregate, StepVector input, Grouping grouping, double[] params, Grid grid) {
    AggregateOperator operator = aggregate.operator();
    run.hold((long) grouping.size() * grid.steps());
    Fold numbers = Fold.of(operator, grouping.size(), grid.steps(), params);
    Fold fold = numbers;
    if (operator == AggregateOperator.SUM || operator == AggregateOperator.AVG) {
      HistogramFold both = histogramFold(aggregate, numbers, grouping, grid);
      fold = both;
      run.read(
          input,
          grid.steps(),
          (index, column) -> {
            if (column.histograms() != null) {
              both.named(input.labels(index).metricName());
            }
            both.add(grouping.of(index), column);
          });
    } else {
      run.read(
          input,
          grid.steps(),
          (index, column) -> {
            noteIgnored(aggregate, column, aggregate.expr().range());
            numbers.add(grouping.of(index), column);
          });
    }
    List<StepSeries> folded = new ArrayList<>(grouping.size());
    for (int group = 0; group < grouping.size(); group++) {
      folded.add(
          new StepSeries(grouping.labels(group), fold.result(group), grouping.nameDropped(group)));
    }
    return new HeldVector(folded);
  }

  private HistogramFold histogramFold(
      Expr.Aggregate aggregate, Fold numbers, Grouping grouping, Grid grid) {
    return new HistogramFold(
        numbers,
        aggregate.operator() == AggregateOperator.AVG,
        grouping.size(),
        grid.steps(),
        new AggregateNotes(run.notes(), aggregate.expr().range()));
  }

  /// Notes histograms that the operator can't look at.
  private void noteIgnored(Expr.Aggregate aggregate, StepColumn column, TextRange range) {
    if (column.histograms() == null) {
      return;
    }
    switch (aggregate.operator()) {
      case MIN, MAX, STDDEV, STDVAR, QUANTILE, TOPK, BOTTOMK -> {
        if (column.count() > column.present().count()) {
          run.notes().ignoredInAggregation(aggregate.operator().symbol(), range);
        }
      }
      case SUM, AVG, COUNT, GROUP, LIMITK, LIMIT_RATIO, COUNT_VALUES -> {}
    }
  }

  /// How many to pick at each step.
  private static double[] counts(double[] params) {
    double max = max(params);
    if (max < 1) {
      return new double[params.length];
    }
    for (double param : params) {
      if (Double.isNaN(param)) {
        throw BadQueryException.whileComputing("Parameter value is NaN");
      }
      if (param >= Long.MAX_VALUE) {
        throw BadQueryException.whileComputing(
            "Scalar value %s overflows int64".formatted(Numerals.general(param)));
      }
      if (param <= Long.MIN_VALUE) {
        throw BadQueryException.whileComputing(
            "Scalar value %s underflows int64".formatted(Numerals.general(param)));
      }
    }
    return params;
  }

  private static double max(double[] params) {
    double max = Double.NaN;
    for (double param : params) {
      max = param > max || Double.isNaN(max) ? param : max;
    }
    return max;
  }

  private double[] ratios(double[] params, @Nullable Expr paramExpr) {
    double[] ratios = params.clone();
    for (int i = 0; i < ratios.length; i++) {
      double ratio = ratios[i];
      if (Double.isNaN(ratio)) {
        throw BadQueryException.whileComputing("Ratio value is NaN");
      }
      ratios[i] = Math.clamp(ratio, -1.0, 1.0);
      if (ratios[i] != ratio && paramExpr != null) {
        run.notes().invalidRatio(ratio, ratios[i], Exprs.unwrap(paramExpr).range());
      }
    }
    return ratios;
  }

  private void noteQuantiles(double[] params, @Nullable Expr paramExpr) {
    for (double param : params) {
      if (paramExpr != null) {
        run.notes().invalidQuantile(param, Exprs.unwrap(paramExpr).range());
      }
    }
  }

  private StepVector countValues(Expr.Aggregate aggregate, Grid grid) {
    Expr paramExpr = aggregate.param();
    String label = paramExpr == null ? "" : evaluator.text(paramExpr);
    if (label.isEmpty() || !Quoting.isUtf8(label)) {
      throw BadQueryException.whileComputing("invalid label name " + Quoting.quote(label));
    }
    Set<String> names = new HashSet<>(aggregate.grouping());
    if (!aggregate.without()) {
      names.add(label);
    }
    LabelSubset kept = Grouping.subset(names, aggregate.without());
    Map<Labels, StepSeries> counts = new LinkedHashMap<>();
    StepVector input = evaluator.vector(aggregate.expr(), grid);
    run.read(
        input,
        grid.steps(),
        (index, column) -> {
          Labels labels = input.labels(index);
          Presence present = new Presence(grid.steps());
          column.addPresenceTo(present);
          for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
            Labels valued = labels.with(label, text(column, step));
            StepColumn out =
                counts.computeIfAbsent(kept.of(valued), group -> newGroup(group, grid)).column();
            out.set(step, out.values()[step] + 1);
          }
        });
    return new HeldVector(List.copyOf(counts.values()));
  }

  private static String text(StepColumn column, int step) {
    NativeHistogram histogram = column.histogram(step);
    return histogram == null ? Numerals.plain(column.value(step)) : HistogramText.of(histogram);
  }

  private StepSeries newGroup(Labels labels, Grid grid) {
    run.hold(grid.steps());
    return StepSeries.empty(labels, grid.steps(), false);
  }
}
