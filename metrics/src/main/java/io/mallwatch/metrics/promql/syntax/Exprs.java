package io.mallwatch.metrics.promql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Walks over trees.
public final class Exprs {

  private Exprs() {}

  /// All metric selectors, in the order of the text; those inside windows and subqueries too.
  public static List<Expr.VectorSelector> selectors(Expr expr) {
    List<Expr.VectorSelector> found = new ArrayList<>();
    any(
        expr,
        inner -> {
          if (inner instanceof Expr.VectorSelector selector) {
            found.add(selector);
          }
          return false;
        });
    return found;
  }

  /// Whether any part of `expr`, itself included, passes.
  public static boolean any(Expr expr, Predicate<Expr> test) {
    return test.test(expr) || children(expr).stream().anyMatch(child -> any(child, test));
  }

  /// The parts of `expr`, in the order of the text.
  public static List<Expr> children(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ -> List.of();
      case Expr.MatrixSelector matrix -> List.of(matrix.vector());
      case Expr.Subquery subquery -> List.of(subquery.expr());
      case Expr.Call call -> call.args();
      case Expr.Aggregate aggregate -> withParam(aggregate.param(), aggregate.expr());
      case Expr.Binary binary -> List.of(binary.left(), binary.right());
      case Expr.Unary unary -> List.of(unary.expr());
      case Expr.Paren paren -> List.of(paren.expr());
    };
  }

  private static List<Expr> withParam(@Nullable Expr param, Expr expr) {
    return param == null ? List.of(expr) : List.of(param, expr);
  }

  /// `expr` without the parentheses around it.
  public static Expr unwrap(Expr expr) {
    Expr inner = expr;
    while (inner instanceof Expr.Paren paren) {
      inner = paren.expr();
    }
    return inner;
  }
}
