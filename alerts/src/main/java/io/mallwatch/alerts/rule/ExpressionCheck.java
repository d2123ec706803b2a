package io.mallwatch.alerts.rule;

/// Says whether an expression can be parsed; the metric engine's parser in the server.
@FunctionalInterface
public interface ExpressionCheck {

  /// Does nothing when all is well.
  ///
  /// @throws io.mallwatch.model.BadQueryException when it is not PromQL
  void check(String expression);
}
