package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.function.NaturalOrder;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.vector.Grid;
import io.mallwatch.metrics.promql.vector.HeldVector;
import io.mallwatch.metrics.promql.vector.StepSeries;
import io.mallwatch.metrics.promql.vector.StepVector;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The `sort` functions. Only an instant query keeps an order; over several steps they do nothing
/// but warn.
final class SortCalls {

  private final Evaluator evaluator;
  private final QueryRun run;

  SortCalls(Evaluator evaluator, QueryRun run) {
    this.evaluator = evaluator;
    this.run = run;
  }

  StepVector eval(Expr.Call call, Grid grid) {
    if (grid.steps() > 1) {
      run.notes().sortInRangeQuery(call.range());
    }
    StepVector vector = evaluator.vector(call.args().getFirst(), grid);
    if (grid.steps() != 1) {
      return vector;
    }
    List<StepSeries> sorted = new ArrayList<>(run.held(vector, 1).series());
    boolean byValue = !call.function().name().startsWith("sort_by");
    sorted.removeIf(series -> byValue ? !series.column().has(0) : series.column().isEmpty());
    sorted.sort(order(call));
    return new HeldVector(sorted);
  }

  private Comparator<StepSeries> order(Expr.Call call) {
    return switch (call.function().name()) {
      case "sort" -> byValue(false);
      case "sort_desc" -> byValue(true);
      case "sort_by_label" -> byLabels(call.args());
      default -> byLabels(call.args()).reversed();
    };
  }

  /// NaN comes last both ways.
  static Comparator<StepSeries> byValue(boolean descending) {
    return (left, right) -> {
      double a = left.column().values()[0];
      double b = right.column().values()[0];
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
      }
      int order = a == b ? 0 : Double.compare(a, b);
      return descending ? -order : order;
    };
  }

  private Comparator<StepSeries> byLabels(List<Expr> args) {
    NaturalOrder natural = new NaturalOrder();
    Comparator<StepSeries> order = (_, _) -> 0;
    for (Expr arg : args.subList(1, args.size())) {
      String label = evaluator.text(arg);
      order = order.thenComparing(series -> series.labels().get(label), natural);
    }
    return order.thenComparing(StepSeries::labels, Labels.ORDER);
  }
}
