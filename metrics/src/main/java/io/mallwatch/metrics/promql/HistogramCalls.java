package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.Presence;
import io.mallwatch.metrics.promql.function.ClassicHistogram;
import io.mallwatch.metrics.promql.histogram.HistogramStatistics;
import io.mallwatch.metrics.promql.histogram.HistogramStatistics.NanEffect;
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
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// `histogram_quantile` and its kin on classic and native histograms.
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

  /// A histogram: its classic buckets, sorted by bound, or its series of native histograms. It may
  /// have both, but not at one step.
  private static final class Histogram {
    private final Labels labels;
    private final List<BoundedSeries> buckets = new ArrayList<>();
    private @Nullable StepSeries natives;

    Histogram(Labels labels) {
      this.labels = labels;
    }

    Labels labels() {
      return labels;
    }

    List<BoundedSeries> buckets() {
      return buckets;
    }
  }

  /// What is to be known of a histogram at a step.
  private interface OfHistogram {
    double ofClassic(int step, ClassicHistogram buckets);

    double ofNative(int step, NativeHistogram histogram);
  }

  /// Only of native histograms.
  StepVector map(List<Expr> args, Grid grid, ToDoubleFunction<NativeHistogram> function) {
    StepVector input = evaluator.vector(args.getFirst(), grid);
    return naming.drop(
        input,
        (_, column) -> {
          NativeHistogram[] histograms = column.histograms();
          column.clear();
          for (int step = 0; histograms != null && step < histograms.length; step++) {
            if (histograms[step] != null) {
              column.set(step, function.applyAsDouble(histograms[step]));
            }
          }
        });
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
    OfHistogram quantile =
        new OfHistogram() {
          @Override
          public double ofClassic(int step, ClassicHistogram buckets) {
            boolean valid = quantiles[step] >= 0 && quantiles[step] <= 1;
            ClassicHistogram.Repair repair = buckets.repair();
            if (valid && repair.forced()) {
              run.notes().forcedMonotonicity(name, range, grid.time(step), repair);
            }
            return buckets.quantile(quantiles[step]);
          }

          @Override
          public double ofNative(int step, NativeHistogram one) {
            HistogramStatistics.Estimate estimate =
                HistogramStatistics.quantile(quantiles[step], one);
            if (estimate.nans() != NanEffect.NONE) {
              run.notes().quantileOfNans(name, estimate.nans() == NanEffect.RESULT, range);
            }
            return estimate.value();
          }
        };
    return compute(histogram, labels, grid, quantile);
  }

  /// Arguments: lower bound, upper bound, vector.
  StepVector fraction(List<Expr> args, Grid grid) {
    double[] lower = evaluator.scalar(args.get(0), grid);
    double[] upper = evaluator.scalar(args.get(1), grid);
    TextRange range = args.get(2).range();
    List<StepSeries> result = new ArrayList<>();
    for (Histogram histogram : histograms(args.get(2), grid)) {
      String name = naming.shownName(histogram.labels());
      OfHistogram fraction =
          new OfHistogram() {
            @Override
            public double ofClassic(int step, ClassicHistogram buckets) {
              return buckets.fraction(lower[step], upper[step]);
            }

            @Override
            public double ofNative(int step, NativeHistogram one) {
              HistogramStatistics.Estimate estimate =
                  HistogramStatistics.fraction(lower[step], upper[step], one);
              if (estimate.nans() != NanEffect.NONE) {
                run.notes().fractionOfNans(name, range);
              }
              return estimate.value();
            }
          };
      result.add(compute(histogram, naming.dropped(histogram.labels()), grid, fraction));
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
      StepSeries natives = histogram.natives;
      NativeHistogram one = natives == null ? null : natives.column().histogram(step);
      if (!buckets.isEmpty()) {
        out.column().set(step, function.ofClassic(step, buckets));
      } else if (one != null) {
        out.column().set(step, function.ofNative(step, one));
      }
    }
    return out;
  }

  private List<Histogram> histograms(Expr arg, Grid grid) {
    Map<Labels, Histogram> byLabels = new LinkedHashMap<>();
    for (StepSeries series : run.held(evaluator.vector(arg, grid), grid.steps()).series()) {
      if (series.column().histograms() != null) {
        byLabels.computeIfAbsent(series.labels(), Histogram::new).natives = series;
      }
      if (series.column().present().isEmpty()) {
        continue;
      }
      String text = series.labels().get(BUCKET_LABEL);
      OptionalDouble bound = Numerals.parseFloat(text);
      if (bound.isEmpty()) {
        run.notes().badBucketLabel(naming.shownName(series.labels()), text, arg.range());
        continue;
      }
      byLabels
          .computeIfAbsent(series.labels().without(BUCKET_LABEL), Histogram::new)
          .buckets()
          .add(new BoundedSeries(bound.getAsDouble(), series));
    }
    for (Histogram histogram : byLabels.values()) {
      histogram.buckets().sort(Comparator.comparingDouble(BoundedSeries::upperBound));
      removeMixed(histogram, arg.range());
    }
    return List.copyOf(byLabels.values());
  }

  /// Where a histogram is there in both forms neither counts.
  private void removeMixed(Histogram histogram, TextRange range) {
    StepSeries natives = histogram.natives;
    if (natives == null || histogram.buckets().isEmpty()) {
      return;
    }
    for (int step = 0; step < natives.column().steps(); step++) {
      int at = step;
      if (natives.column().histogram(step) != null
          && histogram.buckets().stream().anyMatch(bucket -> bucket.series().column().has(at))) {
        run.notes().mixedHistograms(naming.shownName(histogram.labels()), range);
        natives.column().remove(step);
        histogram.buckets().forEach(bucket -> bucket.series().column().remove(at));
      }
    }
  }
}
