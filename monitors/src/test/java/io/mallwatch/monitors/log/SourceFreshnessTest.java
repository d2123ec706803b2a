package io.mallwatch.monitors.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceFreshnessTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final SourceFreshness freshness = new SourceFreshness(Duration.ofMinutes(5));

  @Test
  void aSourceTurnsLateAndThenSilentAndFreshAgainWhenItSpeaks() {
    freshness.heard("mall", SourceFreshness.Kind.LOGS, clock.instant());

    assertThat(state()).isEqualTo(SourceFreshness.State.FRESH);
    clock.advance(Duration.ofMinutes(1));
    assertThat(state()).isEqualTo(SourceFreshness.State.LATE);
    clock.advance(Duration.ofMinutes(4));
    assertThat(state()).isEqualTo(SourceFreshness.State.SILENT);
    freshness.heard("mall", SourceFreshness.Kind.LOGS, clock.instant());
    assertThat(state()).isEqualTo(SourceFreshness.State.FRESH);
  }

  @Test
  void oldEntriesThatArriveLateDoNotMakeItOlder() {
    freshness.heard("mall", SourceFreshness.Kind.LOGS, clock.instant());
    freshness.heard("mall", SourceFreshness.Kind.LOGS, clock.instant().minusSeconds(9999));

    assertThat(freshness.sources(clock.instant()).getFirst().age()).isZero();
  }

  @Test
  void sourcesPastTheLimitAreCountedAndLeftOut() {
    for (int i = 0; i < SourceFreshness.MAX_SOURCES + 3; i++) {
      freshness.heard("s" + i, SourceFreshness.Kind.TRACES, clock.instant());
    }

    assertThat(freshness.sources(clock.instant())).hasSize(SourceFreshness.MAX_SOURCES);
    assertThat(freshness.leftOut()).isEqualTo(3);
  }

  @Test
  void agesAreGaugesByKindAndSource() {
    freshness.heard("mall", SourceFreshness.Kind.METRICS, clock.instant().minusSeconds(7));

    assertThat(freshness.samples(clock.instant()).series())
        .singleElement()
        .satisfies(series -> {
          assertThat(series.labels().get("kind")).isEqualTo("metrics");
          assertThat(series.values()).containsExactly(7.0);
        });
  }

  private SourceFreshness.State state() {
    return freshness.sources(clock.instant()).getFirst().state();
  }
}
