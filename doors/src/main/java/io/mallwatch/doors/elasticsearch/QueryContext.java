package io.mallwatch.doors.elasticsearch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a query is read with.
///
/// @param now what `now` means
/// @param types how fields are mapped
record QueryContext(Instant now, Types types) {

  /// How fields are mapped.
  @FunctionalInterface
  interface Types {
    /// The type of a field as clients name it; null when no mapping names it.
    @Nullable String type(String field);
  }

  /// Without mappings.
  static QueryContext at(Instant now) {
    return new QueryContext(now, _ -> null);
  }
}
