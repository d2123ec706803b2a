package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.monitors.business.CostMeter;
import io.mallwatch.ops.incident.Cost;
import io.mallwatch.ops.incident.Handling;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncidentCostsTest {

  private static final Instant NOON = Instant.parse("2026-11-02T04:00:00Z");

  private final List<Duration> asked = new ArrayList<>();

  /// Ten yuan a minute.
  private CostMeter.Bill bill(Instant from, Instant to) {
    Duration lasted = Duration.between(from, to);
    asked.add(lasted);
    double loss = 10.0 * lasted.toMinutes();
    return new CostMeter.Bill(
        from, to, 0.0, loss, 0.0, 0.0, loss, 1.0, 10.0, List.of(), 1, null, "q");
  }

  private static Incident incident(int number, Incident.State state) {
    Instant over = state == Incident.State.RESOLVED ? NOON.plusSeconds(600) : null;
    return new Incident(
        number,
        "no payments",
        Priority.P1,
        state,
        NOON,
        null,
        null,
        over,
        "",
        List.of(),
        Handling.NONE);
  }

  @Test
  void whatIsOpenIsReckonedAnewAndWhatIsOverOnce() {
    IncidentCosts costs = new IncidentCosts(this::bill);
    List<Incident> incidents =
        List.of(incident(1, Incident.State.TRIGGERED), incident(2, Incident.State.RESOLVED));

    costs.reckon(incidents, NOON.plusSeconds(1800));
    costs.reckon(incidents, NOON.plusSeconds(3600));

    assertThat(costs.of(incidents.getFirst())).contains(new Cost(600, 10));
    assertThat(costs.of(incidents.getLast())).contains(new Cost(100, 0));
    assertThat(asked)
        .containsExactly(Duration.ofMinutes(30), Duration.ofMinutes(10), Duration.ofMinutes(60));
  }

  @Test
  void aStormIsReckonedInPieces() {
    IncidentCosts costs = new IncidentCosts(this::bill);
    List<Incident> storm =
        IntStream.rangeClosed(1, 50)
            .mapToObj(number -> incident(number, Incident.State.RESOLVED))
            .toList();

    costs.reckon(storm, NOON.plusSeconds(3600));
    assertThat(asked).hasSize(20);
    assertThat(costs.of(storm.getLast())).isEmpty();
    costs.reckon(storm, NOON.plusSeconds(3660));
    costs.reckon(storm, NOON.plusSeconds(3720));

    assertThat(costs.of(storm.getLast())).isPresent();
  }

  @Test
  void withoutABillNoCostIsKnown() {
    IncidentCosts costs =
        new IncidentCosts((from, to) ->
            new CostMeter.Bill(
                from, to, null, null, null, null, null, null, null, List.of(), 1, "why", "q"));
    Incident incident = incident(1, Incident.State.TRIGGERED);

    costs.reckon(List.of(incident), NOON.plusSeconds(60));

    assertThat(costs.of(incident)).isEmpty();
  }
}
