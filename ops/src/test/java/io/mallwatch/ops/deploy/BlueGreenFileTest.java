package io.mallwatch.ops.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.alerts.yaml.InvalidFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlueGreenFileTest {

  private static final String SMALL =
      """
      service: mall
      nginx: {upstream_file: /etc/nginx/conf.d/mall.conf, upstream: mall}
      colours:
        blue: {address: "127.0.0.1:8081", start: [a]}
        green: {address: "127.0.0.1:8082", start: [b]}
      """;

  @Test
  void whatIsLeftOutHasADefault() {
    BlueGreenPlan plan = BlueGreenFile.parse(Path.of("plan.yaml"), SMALL);
    assertThat(plan.environment()).isEqualTo("production");
    assertThat(plan.nginx().reload()).isEqualTo(List.of("nginx", "-s", "reload"));
    assertThat(plan.probe().path()).isEqualTo("/health");
    assertThat(plan.watch().length()).isEqualTo(Duration.ofMinutes(5));
    assertThat(plan.watch().checks()).isEmpty();
    assertThat(plan.stopOld()).isFalse();
  }

  @Test
  void everyProblemIsNamedWithItsLine() {
    assertThatThrownBy(() ->
            BlueGreenFile.parse(
                Path.of("plan.yaml"),
                """
                servce: mall
                nginx: {upstream_file: u.conf, upstream: "a b"}
                colours:
                  blue: {address: here, start: [a]}
                  green: {address: "127.0.0.1:1"}
                  red: {}
                watch:
                  checks:
                    - {name: e, query: up}
                    - {name: f, query: up, max: often}
                """))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("has no service")
        .hasMessageContaining("plan.yaml:1: servce: unknown key")
        .hasMessageContaining("plan.yaml:2: nginx.upstream: must be a name")
        .hasMessageContaining("plan.yaml:4: colours.blue.address: must be host:port")
        .hasMessageContaining("colours.green: has no start")
        .hasMessageContaining("colours.red: unknown key")
        .hasMessageContaining("has checks but no server to ask")
        .hasMessageContaining("has none of max, min, max_over_old, min_of_old")
        .hasMessageContaining("must be a number");
  }

  @Test
  void nothingIsNoPlan() {
    assertThatThrownBy(() -> BlueGreenFile.parse(Path.of("plan.yaml"), ""))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("has nothing in it");
  }
}
