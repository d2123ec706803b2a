package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.Functions;
import java.util.IdentityHashMap;

/// Finds the parts of a query that are the same at every step, because `@` pins them or they are
/// constant; those are evaluated once. Not thread-safe.
final class StepInvariance {

  private final IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();

  boolean isInvariant(Expr expr) {
    Boolean cached = known.get(expr);
    if (cached != null) {
      return cached;
    }
    boolean invariant = compute(expr);
    known.put(expr, invariant);
    return invariant;
  }

  private boolean compute(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
      case Expr.VectorSelector selector -> selector.time().isPinned();
      case Expr.MatrixSelector matrix -> matrix.vector().time().isPinned();
      case Expr.Subquery subquery -> subquery.time().isPinned();
      case Expr.Call call -> isInvariantCall(call);
      case Expr.Aggregate _, Expr.Binary _, Expr.Unary _, Expr.Paren _ ->
          Exprs.children(expr).stream().allMatch(this::isInvariant);
    };
  }

  private boolean isInvariantCall(Expr.Call call) {
    boolean args = call.args().stream().allMatch(this::isInvariant);
    if (call.function().name().equals("timestamp")) {
      return args && Exprs.unwrap(call.args().getFirst()) instanceof Expr.VectorSelector;
    }
    return args && !Functions.dependsOnTime(call.function().name());
  }
}
