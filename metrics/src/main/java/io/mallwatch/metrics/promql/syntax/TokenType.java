package io.mallwatch.metrics.promql.syntax;

/// Kinds of [Token].
enum TokenType {
  END,
  ERROR,
  NUMBER,
  DURATION,
  STRING,
  IDENTIFIER,
  /// A name with a colon; never a function or label.
  METRIC_IDENTIFIER,
  /// `and`, `by`, `sum`, `start` and so on, in any case.
  KEYWORD,
  /// `+`, `==`, `@` and so on.
  OPERATOR,
  /// `=`, `=~`, `!=`, `!~` inside braces.
  MATCH,
  /// `(`, `}`, `,` and so on.
  PUNCTUATION
}
