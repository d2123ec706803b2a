package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.AggregateOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.metrics.promql.syntax.Quoting;
import io.mallwatch.metrics.promql.vector.Folds;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.Picks;
import io.mallwatch.metrics.promql.vector.SeriesGroup;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Aggregations: puts series into groups and folds each group's columns ([Folds]), picks from them
/// ([Picks]) or counts their values.
final class AggregateEvaluator {

  private final Evaluator evaluator;
  private final QueryRun run;

  AggregateEvaluator(Evaluator evaluator, QueryRun run) {
    this.evaluator = evaluator;
    this.run = run;
  }

  List<StepSeries> eval(Expr.Aggregate aggregate, Grid grid) {
    AggregateOperator operator = aggregate.operator();
    if (operator == AggregateOperator.COUNT_VALUES) {
      return countValues(aggregate, grid);
    }
    Expr paramExpr = aggregate.param();
    double[] params = paramExpr == null ? new double[0] : evaluator.scalar(paramExpr, grid);
    List<StepSeries> series = evaluator.vector(aggregate.expr(), grid);
    List<SeriesGroup> groups = groups(aggregate, series);
    return switch (operator) {
      case TOPK, BOTTOMK, LIMITK ->
          Picks.largest(operator, groups, series, counts(params), grid.steps());
      case LIMIT_RATIO -> Picks.ratio(groups, series, ratios(params, paramExpr), grid.steps());
      case QUANTILE -> {
        noteQuantiles(params, paramExpr);
        yield fold(operator, groups, params, grid);
      }
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES ->
          fold(operator, groups, params, grid);
    };
  }

  private List<StepSeries> fold(
      AggregateOperator operator, List<SeriesGroup> groups, double[] params, Grid grid) {
    List<StepSeries> folded = new ArrayList<>(groups.size());
    for (SeriesGroup group : groups) {
      run.check();
      StepSeries out = StepSeries.empty(group.labels(), grid.steps(), group.nameDropped());
      Folds.fold(operator, group.members(), params, out);
      run.release((long) group.members().size() * grid.steps());
      folded.add(out);
    }
    run.hold((long) folded.size() * grid.steps());
    return folded;
  }

  private List<SeriesGroup> groups(Expr.Aggregate aggregate, List<StepSeries> all) {
    Set<String> names = Set.copyOf(aggregate.grouping());
    Map<Labels, SeriesGroup> groups = new LinkedHashMap<>();
    for (StepSeries series : all) {
      groups
          .computeIfAbsent(
              groupLabels(series.labels(), names, aggregate.without()),
              labels -> new SeriesGroup(labels, new ArrayList<>()))
          .members()
          .add(series);
    }
    return List.copyOf(groups.values());
  }

  private static Labels groupLabels(Labels labels, Set<String> names, boolean without) {
    if (without) {
      return labels.filter(name -> !names.contains(name) && !name.equals(Labels.METRIC_NAME));
    }
    return names.isEmpty() ? Labels.EMPTY : labels.filter(names::contains);
  }

  /// How many to pick at each step.
  private static double[] counts(double[] params) {
    double max = max(params);
    if (max < 1) {
      return new double[params.length];
    }
    for (double param : params) {
      if (Double.isNaN(param)) {
        throw new BadQueryException("Parameter value is NaN");
      }
      if (param >= Long.MAX_VALUE) {
        throw new BadQueryException(
            "Scalar value %s overflows int64".formatted(Numerals.general(param)));
      }
      if (param <= Long.MIN_VALUE) {
        throw new BadQueryException(
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
        throw new BadQueryException("Ratio value is NaN");
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

  private List<StepSeries> countValues(Expr.Aggregate aggregate, Grid grid) {
    Expr paramExpr = aggregate.param();
    String label = paramExpr == null ? "" : evaluator.text(paramExpr);
    if (label.isEmpty() || !Quoting.isUtf8(label)) {
      throw new BadQueryException("invalid label name " + Quoting.quote(label));
    }
    Set<String> names = new HashSet<>(aggregate.grouping());
    if (!aggregate.without()) {
      names.add(label);
    }
    Map<Labels, StepSeries> counts = new LinkedHashMap<>();
    for (StepSeries series : evaluator.vector(aggregate.expr(), grid)) {
      run.check();
      series.present().stream()
          .forEach(step -> {
            Labels valued = series.labels().with(label, Numerals.plain(series.values()[step]));
            StepSeries out =
                counts.computeIfAbsent(
                    groupLabels(valued, names, aggregate.without()),
                    labels -> StepSeries.empty(labels, grid.steps(), false));
            out.set(step, out.values()[step] + 1);
          });
    }
    run.hold((long) counts.size() * grid.steps());
    return List.copyOf(counts.values());
  }
}
