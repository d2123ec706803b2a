package io.mallwatch.monitors.business.figure;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one way gave for a figure: a value, values by label, or the reason why there is none.
///
/// @param at as of when
/// @param value null when it is missing, or when there are only parts
/// @param parts values by label, in order; empty for figures of one value
/// @param reason why nothing is known; null when something is
/// @param query what was asked
public record Reading(
    Instant at,
    @Nullable Double value,
    Map<String, Double> parts,
    @Nullable String reason,
    String query) {

  public Reading {
    parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  static Reading of(Instant at, double value, String query) {
    return new Reading(at, value, Map.of(), null, query);
  }

  static Reading ofParts(Instant at, Map<String, Double> parts, String query) {
    return new Reading(at, null, parts, null, query);
  }

  static Reading missing(Instant at, String reason, String query) {
    return new Reading(at, null, Map.of(), reason, query);
  }

  public boolean isKnown() {
    return reason == null;
  }
}
