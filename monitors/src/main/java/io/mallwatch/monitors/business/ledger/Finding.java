package io.mallwatch.monitors.business.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the last check of one invariant found.
///
/// @param at when it was checked
/// @param state holds, is broken, or could not be checked
/// @param offending how many rows offend, counted to [LedgerGuard#MOST_COUNTED]
/// @param difference money or points of these rows, absolute values summed; 0 where there is none
/// @param rows some of them, greatest first; ids are masked but for their ends
/// @param reason why it could not be checked; null when it was
/// @param query what was asked
public record Finding(
    Invariant invariant,
    Instant at,
    State state,
    int offending,
    double difference,
    List<Map<String, String>> rows,
    @Nullable String reason,
    String query) {

  public Finding {
    rows = List.copyOf(rows);
  }

  /// Whether an invariant holds.
  public enum State {
    HOLDS,
    BROKEN,
    UNCHECKED;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
