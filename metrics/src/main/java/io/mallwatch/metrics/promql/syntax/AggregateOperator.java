package io.mallwatch.metrics.promql.syntax;

import java.util.Locale;

/// An operator that folds the series of a vector into groups.
public enum AggregateOperator {
  SUM,
  AVG,
  COUNT,
  MIN,
  MAX,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  QUANTILE,
  LIMITK,
  LIMIT_RATIO;

  /// As written.
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether Prometheus has it behind a flag.
  public boolean isExperimental() {
    return this == LIMITK || this == LIMIT_RATIO;
  }

  /// Whether it takes a parameter before the vector.
  public boolean hasParameter() {
    return this == TOPK
        || this == BOTTOMK
        || this == COUNT_VALUES
        || this == QUANTILE
        || this == LIMITK
        || this == LIMIT_RATIO;
  }
}
