package io.mallwatch.server.drill;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What followed a fault.
///
/// @param firedAfter from the fault to the alert; null when it never fired
/// @param incident its id; null when none was opened
/// @param notified whether the ledger has a message that was sent
/// @param resolvedAfter from the end of the fault to the end of the alert; null when it never ended
/// @param missed what did not follow: `unavailable`, `rule`, `incident`, `notification`, `resolve`
public record DrillOutcome(
    String fault,
    String rule,
    @Nullable Duration firedAfter,
    @Nullable String incident,
    boolean notified,
    @Nullable Duration resolvedAfter,
    List<String> missed) {

  public DrillOutcome {
    missed = List.copyOf(missed);
  }

  public boolean isWhole() {
    return missed.isEmpty();
  }
}
