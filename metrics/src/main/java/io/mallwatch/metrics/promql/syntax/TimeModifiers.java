package io.mallwatch.metrics.promql.syntax;

import org.jspecify.annotations.Nullable;

/// What moves a selector or subquery in time.
///
/// @param at the moment it is pinned to
/// @param offset how far it looks back from there, or null for not at all
public record TimeModifiers(At at, @Nullable DurationExpr offset) {

  /// Looks at the moment of evaluation.
  public static final TimeModifiers NONE = new TimeModifiers(new At.Unset(), null);

  /// The `@` modifier.
  public sealed interface At {
    /// Not given: the moment of evaluation.
    record Unset() implements At {}

    /// `@ 1609746000`, here in milliseconds.
    record Fixed(long millis) implements At {}

    /// `@ start()`: the first moment of the whole query.
    record Start() implements At {}

    /// `@ end()`: the last moment of the whole query.
    record End() implements At {}
  }

  /// Whether `@` was given.
  public boolean isPinned() {
    return !(at instanceof At.Unset);
  }

  public TimeModifiers withAt(At other) {
    return new TimeModifiers(other, offset);
  }

  TimeModifiers withOffset(DurationExpr other) {
    return new TimeModifiers(at, other);
  }
}
