package io.mallwatch.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.deploy.Deployment.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryFiguresTest {

  private static final Instant T0 = Instant.parse("2026-11-02T02:00:00Z");

  private static Deployment of(Status status, @Nullable Integer commitHoursBefore, int minutes) {
    return new Deployment(
        "d",
        "mall",
        "production",
        "1",
        "blue",
        commitHoursBefore == null ? null : T0.minus(Duration.ofHours(commitHoursBefore)),
        T0,
        status == Status.FAILED ? null : T0,
        status == Status.RUNNING ? null : T0.plus(Duration.ofMinutes(minutes)),
        status,
        "",
        "ci");
  }

  @Test
  void countsWhatEnded() {
    DeliveryFigures figures =
        DeliveryFigures.of(
            List.of(
                of(Status.SUCCEEDED, 2, 5),
                of(Status.SUCCEEDED, 10, 5),
                of(Status.SUCCEEDED, null, 5),
                of(Status.ROLLED_BACK, 1, 4),
                of(Status.FAILED, 1, 1),
                of(Status.RUNNING, 1, 0)),
            Duration.ofDays(30));
    assertThat(figures.deployments()).isEqualTo(5);
    assertThat(figures.perDay()).isEqualTo(0.1);
    assertThat(figures.leadTime()).contains(Duration.ofHours(10));
    assertThat(figures.failureShare()).contains(0.25);
    assertThat(figures.restoreTime()).contains(Duration.ofMinutes(4));
  }

  @Test
  void nothingIsUnknownNotZero() {
    DeliveryFigures none = DeliveryFigures.of(List.of(), Duration.ofDays(30));
    assertThat(none.leadTime()).isEmpty();
    assertThat(none.failureShare()).isEmpty();
    assertThat(none.restoreTime()).isEmpty();
    assertThat(none.perDay()).isZero();
  }
}
