package io.mallwatch.server;

import io.mallwatch.monitors.business.CostMeter;
import io.mallwatch.ops.incident.Cost;
import io.mallwatch.ops.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The bills of the newest incidents, reckoned by [#reckon] and read by anybody.
final class IncidentCosts implements Cost.Meter {

  /// A bill costs a dozen queries.
  private static final int MOST_A_ROUND = 20;

  /// What is held back comes in later; after so long a bill is final.
  private static final Duration SETTLED = Duration.ofMinutes(10);

  private record Known(Instant openedAt, boolean isFinal, Optional<Cost> cost) {}

  private final BiFunction<Instant, Instant, CostMeter.Bill> meter;

  private volatile Map<Integer, Known> bills = Map.of();

  /// @param meter the bill from a moment to another
  IncidentCosts(BiFunction<Instant, Instant, CostMeter.Bill> meter) {
    this.meter = meter;
  }

  /// Reckons the bills of `incidents` anew, but those that are final; forgets the others. For one
  /// thread.
  void reckon(List<Incident> incidents, Instant now) {
    Map<Integer, Known> before = bills;
    Map<Integer, Known> after = new LinkedHashMap<>();
    int reckoned = 0;
    for (Incident incident : incidents) {
      Known known = before.get(incident.number());
      boolean good =
          known != null && known.isFinal() && known.openedAt().equals(incident.openedAt());
      if (!good && reckoned < MOST_A_ROUND) {
        known = reckon(incident, now);
        reckoned++;
      }
      if (known != null) {
        after.put(incident.number(), known);
      }
    }
    bills = Map.copyOf(after);
  }

  private Known reckon(Incident incident, Instant now) {
    Instant resolved = incident.isOpen() ? null : incident.resolvedAt();
    CostMeter.Bill bill = meter.apply(incident.openedAt(), resolved == null ? now : resolved);
    Double loss = bill.loss();
    Double perMinute = bill.perMinute();
    return new Known(
        incident.openedAt(),
        resolved != null && resolved.plus(SETTLED).isBefore(now),
        loss == null || perMinute == null
            ? Optional.empty()
            : Optional.of(new Cost(loss, resolved == null ? perMinute : 0)));
  }

  @Override
  public Optional<Cost> of(Incident incident) {
    Known known = bills.get(incident.number());
    return known == null || !known.openedAt().equals(incident.openedAt())
        ? Optional.empty()
        : known.cost();
  }
}
