package io.mallwatch.alerts.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mallwatch.alerts.MemoryStores;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SilencesTest {

  private static final Labels DOWN = Labels.of("alertname", "Down", "team", "ops");

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Instant start = clock.instant();
  private final MemoryStores stores = new MemoryStores();
  private final AtomicInteger ids = new AtomicInteger();
  private final Silences silences = open();

  private Silences open() {
    return new Silences(stores.silences, clock, () -> "id-" + ids.incrementAndGet());
  }

  private Silence wanted(String id, String matchers, Duration from, Duration to) {
    return new Silence(
        id, MatcherSyntax.parse(matchers), start.plus(from), start.plus(to), start, "li", "换机");
  }

  private Silence hour(String matchers) {
    return wanted("", matchers, Duration.ZERO, Duration.ofHours(1));
  }

  @Test
  void coversMatchingAlertsFromStartToEnd() {
    Silence made =
        silences.set(wanted("", "alertname=Down", Duration.ofMinutes(10), Duration.ofHours(1)));

    assertThat(made.state(clock.instant())).isEqualTo(Silence.State.PENDING);
    assertThat(silences.covering(DOWN, clock.instant())).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    assertThat(silences.covering(DOWN, clock.instant())).containsExactly("id-1");
    assertThat(silences.covering(Labels.of("alertname", "Up"), clock.instant())).isEmpty();
    clock.advance(Duration.ofMinutes(50));
    assertThat(silences.covering(DOWN, clock.instant())).isEmpty();
  }

  @Test
  void outlivesTheProcess() {
    silences.set(hour("team=~\"o.*\""));
    assertThat(open().covering(DOWN, clock.instant())).containsExactly("id-1");
  }

  @Test
  void countsOnlyWhenItIsKept() {
    stores.away(true);
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> silences.set(hour("team=ops")));
    assertThat(silences.all()).isEmpty();
  }

  @Test
  void aNewEndKeepsTheIdButNewMatchersDoNot() {
    Silence made = silences.set(hour("team=ops"));
    clock.advance(Duration.ofMinutes(5));
    Silence longer =
        silences.set(wanted(made.id(), "team=ops", Duration.ZERO, Duration.ofHours(3)));
    assertThat(longer.id()).isEqualTo(made.id());

    Silence other = silences.set(wanted(made.id(), "team=dev", Duration.ZERO, Duration.ofHours(3)));
    assertThat(other.id()).isEqualTo("id-2");
    assertThat(silences.find(made.id()).orElseThrow().state(clock.instant()))
        .isEqualTo(Silence.State.EXPIRED);
    assertThat(other.startsAt()).isEqualTo(clock.instant());
  }

  @Test
  void changingAnExpiredOneMakesANewOne() {
    Silence made = silences.set(hour("team=ops"));
    silences.expire(made.id());
    clock.advance(Duration.ofMinutes(1));
    assertThat(silences.set(wanted(made.id(), "team=ops", Duration.ZERO, Duration.ofHours(1))).id())
        .isEqualTo("id-2");
  }

  @Test
  void expiringEndsItNowAndOnlyOnce() {
    Silence active = silences.set(hour("team=ops"));
    Silence pending =
        silences.set(wanted("", "team=ops", Duration.ofHours(1), Duration.ofHours(2)));
    clock.advance(Duration.ofMinutes(1));
    silences.expire(active.id());
    silences.expire(pending.id());
    Instant ended = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    silences.expire(active.id());

    assertThat(silences.find(active.id()).orElseThrow().endsAt()).isEqualTo(ended);
    assertThat(silences.find(pending.id()).orElseThrow().endsAt()).isEqualTo(ended);
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> silences.expire("none"));
  }

  @Test
  void refusesWhatMakesNoSense() {
    refused(hour("team=~\".*\""), "must not match the empty string");
    refused(hour("{}"), "at least one matcher required");
    refused(wanted("", "a=b", Duration.ofHours(1), Duration.ZERO), "before start");
    refused(wanted("", "a=b", Duration.ZERO, Duration.ZERO), "must not be equal");
    refused(wanted("", "a=b", Duration.ofHours(-2), Duration.ofHours(-1)), "in the past");
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> silences.set(wanted("no", "a=b", Duration.ZERO, Duration.ofHours(1))));
  }

  private void refused(Silence silence, String message) {
    assertThatExceptionOfType(InvalidSilenceException.class)
        .isThrownBy(() -> silences.set(silence))
        .withMessageContaining(message);
  }

  @Test
  void listsActiveThenPendingThenExpired() {
    silences.set(wanted("", "a=b", Duration.ofHours(2), Duration.ofHours(3)));
    silences.set(wanted("", "a=b", Duration.ofHours(1), Duration.ofHours(3)));
    silences.set(wanted("", "a=b", Duration.ZERO, Duration.ofHours(2)));
    silences.set(wanted("", "a=b", Duration.ZERO, Duration.ofHours(1)));
    silences.set(wanted("", "a=b", Duration.ZERO, Duration.ofMinutes(1)));
    clock.advance(Duration.ofMinutes(2));

    assertThat(silences.all())
        .extracting(Silence::id)
        .containsExactly("id-4", "id-3", "id-2", "id-1", "id-5");
  }

  @Test
  void forgetsExpiredOnesAfterFiveDays() {
    silences.set(hour("team=ops"));
    clock.advance(Duration.ofDays(5));
    silences.purge();
    assertThat(silences.all()).hasSize(1);
    clock.advance(Duration.ofHours(2));
    silences.purge();
    assertThat(silences.all()).isEmpty();
    assertThat(stores.silences.load()).isEmpty();
  }
}
