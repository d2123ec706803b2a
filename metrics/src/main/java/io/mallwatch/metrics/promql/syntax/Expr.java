package io.mallwatch.metrics.promql.syntax;

import io.mallwatch.model.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PromQL expression that has passed the type check. Immutable.
public sealed interface Expr {

  /// Where in the query it stands.
  TextRange range();

  /// What it yields.
  ValueType type();

  /// A number.
  ///
  /// @param duration whether it was written as a duration, such as `5m`; the value is in seconds
  record NumberLiteral(double value, boolean duration, TextRange range) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  /// Text in quotes, without them.
  record StringLiteral(String value, TextRange range) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /// The newest sample of each series that passes.
  ///
  /// @param name the metric's name as written before the braces, or empty
  /// @param matchers all conditions, that on the name included
  /// @param edges how values at the edges of a window, or at the moment, are found
  record VectorSelector(
      String name, List<Matcher> matchers, TimeModifiers time, Edges edges, TextRange range)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    /// The same at another time.
    public VectorSelector withTime(TimeModifiers other, TextRange otherRange) {
      return new VectorSelector(name, matchers, other, edges, otherRange);
    }

    VectorSelector withEdges(Edges other, TextRange otherRange) {
      return new VectorSelector(name, matchers, time, other, otherRange);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /// The samples of a window of each series; its offset and `@` are those of `vector`.
  record MatrixSelector(VectorSelector vector, DurationExpr window, TextRange range)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /// An instant vector evaluated over and over.
  ///
  /// @param step distance of the evaluations, or null for the engine's default
  record Subquery(
      Expr expr,
      DurationExpr window,
      @Nullable DurationExpr step,
      TimeModifiers time,
      TextRange range)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  /// A function call.
  record Call(FunctionSignature function, List<Expr> args, TextRange range) implements Expr {
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
      return function.returns();
    }
  }

  /// An aggregation.
  ///
  /// @param param what [AggregateOperator#hasParameter()] demands, else null
  /// @param grouping labels kept, or dropped when `without` is set
  record Aggregate(
      AggregateOperator operator,
      @Nullable Expr param,
      Expr expr,
      List<String> grouping,
      boolean without,
      TextRange range)
      implements Expr {
    public Aggregate {
      grouping = List.copyOf(grouping);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /// Two expressions and an operator.
  ///
  /// @param returnBool whether a comparison yields 0 or 1 instead of filtering
  record Binary(
      BinaryOperator operator, Expr left, Expr right, boolean returnBool, VectorMatching matching)
      implements Expr {
    @Override
    public TextRange range() {
      return left.range().to(right.range());
    }

    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }
  }

  /// A sign before an expression.
  record Unary(boolean negative, Expr expr, TextRange range) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }

  /// An expression in parentheses.
  record Paren(Expr expr, TextRange range) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }
  }
}
