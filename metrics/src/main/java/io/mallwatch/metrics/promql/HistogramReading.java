package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.promql.histogram.HistogramResets;
import io.mallwatch.metrics.promql.syntax.BinaryOperator;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Finds the selectors of which only counts and sums of histograms are looked at, in the end. Such
/// histograms go on without buckets; resets are found before that, from sample to sample, and their
/// hints tell. Not thread-safe.
final class HistogramReading {

  private static final Set<String> OF_STATISTICS =
      Set.of("histogram_count", "histogram_sum", "histogram_avg");
  private static final Set<String> OF_BUCKETS =
      Set.of("histogram_quantile", "histogram_quantiles", "histogram_fraction");
  private static final int[] NO_SPANS = {};
  private static final double[] NONE = {};

  private final Set<Expr> onlyStatistics = Collections.newSetFromMap(new IdentityHashMap<>());

  HistogramReading(Expr root) {
    find(root, false);
  }

  private void find(Expr expr, boolean statistics) {
    if (needsBuckets(expr)) {
      return;
    }
    if (expr instanceof Expr.VectorSelector && statistics) {
      onlyStatistics.add(expr);
    }
    boolean below =
        statistics
            || (expr instanceof Expr.Call call && OF_STATISTICS.contains(call.function().name()));
    for (Expr child : Exprs.children(expr)) {
      find(child, below);
    }
  }

  /// Subqueries need them to find resets, because they may skip samples.
  private static boolean needsBuckets(Expr expr) {
    return switch (expr) {
      case Expr.Call call -> OF_BUCKETS.contains(call.function().name());
      case Expr.Subquery _ -> true;
      case Expr.Binary binary ->
          binary.operator() == BinaryOperator.TRIM_UPPER
              || binary.operator() == BinaryOperator.TRIM_LOWER;
      case Expr.Aggregate _, Expr.Unary _, Expr.Paren _ -> false;
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
      case Expr.VectorSelector _, Expr.MatrixSelector _ -> false;
    };
  }

  boolean needsOnlyStatistics(Expr.VectorSelector selector) {
    return onlyStatistics.contains(selector);
  }

  /// Takes the buckets from the histograms of a series.
  static void removeBuckets(SampleColumns samples) {
    NativeHistogram[] histograms = samples.histograms();
    if (histograms == null) {
      return;
    }
    NativeHistogram before = null;
    for (int i = 0; i < samples.size(); i++) {
      NativeHistogram now = histograms[i];
      if (now == null || now.isStale()) {
        continue;
      }
      ResetHint hint = now.hint();
      if (hint == ResetHint.UNKNOWN && before != null) {
        hint = HistogramResets.between(before, now) ? ResetHint.RESET : ResetHint.NOT_RESET;
      }
      before = now;
      histograms[i] =
          new NativeHistogram(
              now.schema(),
              0,
              0,
              now.count(),
              now.sum(),
              NO_SPANS,
              NONE,
              NO_SPANS,
              NONE,
              NONE,
              hint);
    }
  }
}
