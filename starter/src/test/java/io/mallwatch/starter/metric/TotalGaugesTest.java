package io.mallwatch.starter.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalGaugesTest {
  private final TotalGauges gauges = new TotalGauges();

  @Test
  void writesGaugesInThePrometheusTextFormat() {
    gauges.register("user_active_total", "Active users", () -> 3);
    gauges.register(
        "user_level_total", "Users by level", "level", () -> Map.of("vip", 2L, "a\"b", 1L));

    assertThat(gauges.text())
        .isEqualTo(
            """
            # HELP user_active_total Active users
            # TYPE user_active_total gauge
            user_active_total 3.0
            # HELP user_level_total Users by level
            # TYPE user_level_total gauge
            user_level_total{level="a\\"b"} 1.0
            user_level_total{level="vip"} 2.0
            """);
  }

  @Test
  void aGaugeThatCannotBeReadDoesNotSpoilTheOthers() {
    gauges.register("first", "Fails", this::unreadable);
    gauges.register("second", "Works", () -> 1);

    assertThat(gauges.text()).doesNotContain("first").contains("second 1.0");
  }

  private Number unreadable() {
    throw new IllegalStateException("no database");
  }
}
