package io.mallwatch.doors.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlugsTest {

  @Test
  void slugsAreThoseOfGrafana() {
    assertThat(Slugs.of("Production Overview")).isEqualTo("production-overview");
    assertThat(Slugs.of("Node Exporter / Nodes")).isEqualTo("node-exporter-2f-nodes");
    assertThat(Slugs.of(" A & B (1.x)? ")).isEqualTo("a-and-b-1x");
    assertThat(Slugs.of("商城")).isEqualTo("e59586e59f8e");
  }

  @Test
  void longAndEmptySlugsAreNameBasedUuids() {
    String slug = Slugs.of("中道商城 - 业务监控 - 更多");
    assertThat(java.util.UUID.fromString(slug).version()).isEqualTo(5);
    assertThat(Slugs.of("中道商城 - 业务监控 - 更多")).isEqualTo(slug);
    assertThat(java.util.UUID.fromString(Slugs.of("?")).variant()).isEqualTo(2);
  }
}
