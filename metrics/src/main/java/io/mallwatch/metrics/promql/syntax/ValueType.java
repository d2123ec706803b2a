package io.mallwatch.metrics.promql.syntax;

/// What an expression yields.
public enum ValueType {
  SCALAR("scalar"),
  VECTOR("instant vector"),
  MATRIX("range vector"),
  STRING("string");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  /// As error messages name it.
  public String text() {
    return text;
  }
}
