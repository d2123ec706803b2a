package io.mallwatch.monitors.business.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.monitors.business.FakeMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SloTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  @Test
  void aLineIsAnObjective() {
    Slo bad = Slo.parse("api 99.5% http_requests_total{status=~\"5..\"} over http_requests_total");
    Slo good = Slo.parse("checkout 98 % paid_total of tried_total");

    assertThat(bad.objective()).isCloseTo(0.995, within(1e-9));
    assertThat(bad.errors("1h"))
        .isEqualTo(
            "(sum(increase(http_requests_total{status=~\"5..\"}[1h])) or vector(0)) /"
                + " (sum(increase(http_requests_total[1h])) > 0)");
    assertThat(good.errors("5m"))
        .isEqualTo(
            "clamp_min(1 - sum(increase(paid_total[5m])) / (sum(increase(tried_total[5m])) > 0), 0)");
  }

  @Test
  void whatIsNoObjectiveIsRefusedWithItsForm() {
    for (String line :
        List.of("api 99.5 x over y", "api 100% x over y", "API 99% x over y", "api 0% x over y")) {
      assertThatThrownBy(() -> Slo.parse(line))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(line);
    }
  }

  @Test
  void theBudgetIsWhatMayGoWrongAndBurnsAsFastAsThingsDo() {
    // half of what may go wrong in a month did; within the last hour ten times too much
    SloBoard board =
        new SloBoard(
            new FakeMetrics((query, _) ->
                query.contains("[30d]") ? 0.01 : query.contains("[1h]") ? 0.2 : Double.NaN),
            List.of(Slo.parse("checkout 98% paid_total of tried_total")));

    SloBoard.Standing standing = board.standings(NOW).getFirst();

    assertThat(standing.left()).isCloseTo(0.5, within(1e-9));
    assertThat(standing.burn1h()).isCloseTo(10, within(1e-9));
    assertThat(standing.burn1d()).isNull();
  }

  @Test
  void aMonthIsNotAddedUpOnEachQuestion() {
    AtomicInteger asked = new AtomicInteger();
    SloBoard board =
        new SloBoard(
            new FakeMetrics((_, _) -> {
              asked.incrementAndGet();
              return 0.01;
            }),
            Slo.DEFAULT);
    board.refresh(NOW);
    int once = asked.get();

    board.standings(NOW.plusSeconds(60));
    assertThat(asked).hasValue(once);
    board.standings(NOW.minus(Duration.ofDays(3)));
    assertThat(asked.get()).isGreaterThan(once);
  }
}
