package io.mallwatch.starter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RequestMetrics metrics =
      new RequestMetrics(registry, Duration.ofSeconds(2), Duration.ofSeconds(5));

  @Test
  void slowRequestsAreCountedOnceUnderTheirSeverity() {
    for (long millis : new long[] {1999, 2000, 2001, 5000, 5001}) {
      metrics.record("GET", "/slow", 200, Duration.ofMillis(millis));
    }

    assertThat(slow("warning")).isEqualTo(2);
    assertThat(slow("critical")).isEqualTo(1);
    assertThat(registry.get("http.request.duration").tag("route", "/slow").timer().count())
        .isEqualTo(5);
  }

  private double slow(String severity) {
    return registry.get("api.slow.requests").tag("severity", severity).counter().count();
  }

  @Test
  void unknownMethodsAndSurplusRoutesBecomeOther() {
    for (int i = 0; i < RequestMetrics.MAX_ROUTES + 50; i++) {
      metrics.record("BREW", "/route/" + i, 200, Duration.ofMillis(1));
    }

    assertThat(registry.find("http.requests").counters())
        .hasSize(RequestMetrics.MAX_ROUTES + 1)
        .allSatisfy(counter -> assertThat(counter.getId().getTag("method")).isEqualTo("OTHER"));
    assertThat(registry.get("http.requests").tag("route", RequestMetrics.OTHER).counter().count())
        .isEqualTo(50);
  }
}
