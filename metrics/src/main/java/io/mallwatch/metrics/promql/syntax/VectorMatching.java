package io.mallwatch.metrics.promql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the series of two vectors find each other.
///
/// @param cardinality which side may have several series for one of the other
/// @param on whether `labels` are those compared, else those ignored
/// @param include labels copied from the "one" side by `group_left` or `group_right`
/// @param fillLeft value for a missing left sample, or null to have no result then
/// @param fillRight the same for the right
public record VectorMatching(
    Cardinality cardinality,
    boolean on,
    List<String> labels,
    List<String> include,
    @Nullable Double fillLeft,
    @Nullable Double fillRight) {

  /// The four ways to match; set operators are many to many.
  public enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    MANY_TO_MANY
  }

  /// All labels but the name must be equal.
  public static final VectorMatching DEFAULT =
      new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of(), null, null);

  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  VectorMatching withCardinality(Cardinality other) {
    return new VectorMatching(other, on, labels, include, fillLeft, fillRight);
  }

  boolean hasFill() {
    return fillLeft != null || fillRight != null;
  }

  /// Whether `group_left` or `group_right` was written.
  boolean isGrouped() {
    return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
  }
}
