package io.mallwatch.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.HttpStub;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private int status = 200;
  private Optional<Instant> last = Optional.empty();
  private final HttpStub watcher = HttpStub.answering(_ -> HttpStub.Answer.of(status, "ok"));
  private final Heartbeat heartbeat =
      new Heartbeat(watcher.url().resolve("/ping"), Duration.ofMinutes(2), () -> last, clock);

  @AfterEach
  void close() {
    heartbeat.close();
    watcher.close();
  }

  @Test
  void theWatcherHearsThatRulesAreEvaluated() {
    heartbeat.beat();
    last = Optional.of(clock.instant().minusSeconds(15));
    heartbeat.beat();
    assertThat(watcher.requests())
        .extracting(request -> request.method() + " " + request.uri() + " " + request.text())
        .containsExactly(
            "POST /ping {\"status\":\"ok\",\"lastEvaluation\":\"\"}",
            "POST /ping {\"status\":\"ok\",\"lastEvaluation\":\"%s\"}".formatted(last.get()));
    assertThat(heartbeat.sent()).isEqualTo(2);
  }

  @Test
  void whenRulesStallItFallsSilent() {
    last = Optional.of(clock.instant());
    clock.advance(Duration.ofMinutes(3));
    heartbeat.beat();
    assertThat(watcher.requests()).isEmpty();
    assertThat(heartbeat.withheld()).isEqualTo(1);
    last = Optional.of(clock.instant());
    heartbeat.beat();
    assertThat(heartbeat.sent()).isEqualTo(1);
  }

  @Test
  void aWatcherThatRefusesOrIsAwayIsCounted() {
    status = 500;
    heartbeat.beat();
    watcher.close();
    heartbeat.beat();
    assertThat(heartbeat.failed()).isEqualTo(2);
    assertThat(heartbeat.sent()).isZero();
  }
}
