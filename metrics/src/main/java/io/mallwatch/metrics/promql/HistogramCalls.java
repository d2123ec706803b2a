package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.function.ClassicHistogram;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.metrics.promql.syntax.TextRange;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.Naming;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// `histogram_quantile` and its kin on classic histograms.
final class HistogramCalls {

  private static final String BUCKET_LABEL = "le";

  private final Evaluator evaluator;
  private final QueryRun run;
  private final Naming naming;

  HistogramCalls(Evaluator evaluator, QueryRun run, Naming naming) {
    this.evaluator = evaluator;
    this.run = run;
    this.naming = naming;
  }

  private record BoundedSeries(double upperBound, StepSeries series) {}

  /// The buckets of one histogram, sorted by bound.
  private record Histogram(Labels labels, List<BoundedSeries> buckets) {}

  @FunctionalInterface
  private interface OfHistogram {
    double at(int step, ClassicHistogram buckets);
  }

  /// Arguments: quantile, vector.
  StepVector quantile(List<Expr> args, Grid grid) {
    double[] quantiles = quantileParameter(args.getFirst(), grid);
    List<StepSeries> result = new ArrayList<>();
    TextRange range = args.get(1).range();
    for (Histogram histogram : histograms(args.get(1), grid)) {
      result.add(quantile(histogram, naming.dropped(histogram.labels()), quantiles, range, grid));
    }
    return Naming.merge(new HeldVector(result));
  }

  /// Arguments: vector, label for the quantile, quantiles.
  StepVector quantiles(List<Expr> args, Grid grid) {
    String label = evaluator.text(args.get(1));
    List<double[]> quantiles = new ArrayList<>();
    for (Expr arg : args.subList(2, args.size())) {
      quantiles.add(quantileParameter(arg, grid));
    }
    List<StepSeries> result = new ArrayList<>();
    List<Histogram> histograms = histograms(args.getFirst(), grid);
    TextRange range = args.getFirst().range();
    for (double[] quantile : quantiles) {
      for (Histogram histogram : histograms) {
        Labels labels = naming.dropped(histogram.labels());
        StepSeries all = quantile(histogram, labels, quantile, range, grid);
        result.addAll(byQuantile(all, label, quantile, grid));
      }
    }
    return Naming.merge(new HeldVector(result));
  }

  /// Splits a series where the quantile, and so its label, changes from step to step.
  private static List<StepSeries> byQuantile(
      StepSeries all, String label, double[] quantiles, Grid grid) {
    Map<String, StepSeries> parts = new LinkedHashMap<>();
    Presence present = all.column().present();
    for (int step = present.next(0); step >= 0; step = present.next(step + 1)) {
      parts
          .computeIfAbsent(
              openMetricsNumber(quantiles[step]),
              text -> StepSeries.empty(all.labels().with(label, text), grid.steps(), true))
          .column()
          .set(step, all.column().value(step));
    }
    return List.copyOf(parts.values());
  }

  /// With a decimal point, as the label of a summary's quantile has it.
  private static String openMetricsNumber(double value) {
    String text = Numerals.general(value);
    boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    return whole ? text + ".0" : text;
  }

  private double[] quantileParameter(Expr arg, Grid grid) {
    double[] quantiles = evaluator.scalar(arg, grid);
    for (double quantile : quantiles) {
      run.notes().invalidQuantile(quantile, arg.range());
    }
    return quantiles;
  }

  private StepSeries quantile(
      Histogram histogram, Labels labels, double[] quantiles, TextRange range, Grid grid) {
    String name = naming.shownName(histogram.labels());
    return compute(
        histogram,
        labels,
        grid,
        (step, buckets) -> {
          boolean valid = quantiles[step] >= 0 && quantiles[step] <= 1;
          ClassicHistogram.Repair repair = buckets.repair();
          if (valid && repair.forced()) {
            run.notes().forcedMonotonicity(name, range, grid.time(step), repair);
          }
          return buckets.quantile(quantiles[step]);
        });
  }

  /// Arguments: lower bound, upper bound, vector.
  StepVector fraction(List<Expr> args, Grid grid) {
    double[] lower = evaluator.scalar(args.get(0), grid);
    double[] upper = evaluator.scalar(args.get(1), grid);
    List<StepSeries> result = new ArrayList<>();
    for (Histogram histogram : histograms(args.get(2), grid)) {
      result.add(
          compute(
              histogram,
              naming.dropped(histogram.labels()),
              grid,
              (step, buckets) -> buckets.fraction(lower[step], upper[step])));
    }
    return Naming.merge(new HeldVector(result));
  }

  private StepSeries compute(Histogram histogram, Labels labels, Grid grid, OfHistogram function) {
    run.check();
    StepSeries out = StepSeries.empty(labels, grid.steps(), true);
    ClassicHistogram buckets = new ClassicHistogram(histogram.buckets().size());
    for (int step = 0; step < grid.steps(); step++) {
      buckets.clear();
      for (BoundedSeries bounded : histogram.buckets()) {
        if (bounded.series().column().has(step)) {
          buckets.add(bounded.upperBound(), bounded.series().column().value(step));
        }
      }
      if (!buckets.isEmpty()) {
        out.column().set(step, function.at(step, buckets));
      }
    }
    return out;
  }

  private List<Histogram> histograms(Expr arg, Grid grid) {
    Map<Labels, Histogram> byLabels = new LinkedHashMap<>();
    for (StepSeries series : run.held(evaluator.vector(arg, grid), grid.steps()).series()) {
      String text = series.labels().get(BUCKET_LABEL);
      OptionalDouble bound = Numerals.parseFloat(text);
      if (bound.isEmpty()) {
        run.notes().badBucketLabel(naming.shownName(series.labels()), text, arg.range());
        continue;
      }
      byLabels
          .computeIfAbsent(
              series.labels().without(BUCKET_LABEL),
              labels -> new Histogram(labels, new ArrayList<>()))
          .buckets()
          .add(new BoundedSeries(bound.getAsDouble(), series));
    }
    for (Histogram histogram : byLabels.values()) {
      histogram.buckets().sort(Comparator.comparingDouble(BoundedSeries::upperBound));
    }
    return List.copyOf(byLabels.values());
  }
}
