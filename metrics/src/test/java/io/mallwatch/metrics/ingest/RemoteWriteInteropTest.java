package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus scrapes a page and writes it here.
class RemoteWriteInteropTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Labels ORDERS =
      Labels.of("__name__", "orders_total", "shop", "上海", "job", "mall", "instance", "x");

  @TempDir private Path dir;

  @Test
  void whatPrometheusSendsIsUnderstood() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROMETHEUS), () -> PROMETHEUS + " is not installed: skipped");
    List<Decoded> received = new CopyOnWriteArrayList<>();
    String page =
        """
        # HELP orders_total Paid orders.
        # TYPE orders_total counter
        orders_total{shop="上海"} 12.5
        """;
    try (HttpStub mall =
        HttpStub.answering(request -> {
          if (request.method().equals("GET")) {
            return HttpStub.Answer.of(200, page);
          }
          byte[] plain = RemoteWrite.decompress(request.body(), 32 << 20);
          received.add(RemoteWrite.decode(plain));
          return HttpStub.Answer.of(204, "");
        })) {
      Process prometheus = start(mall);
      try {
        Await.until(
            "samples and metadata",
            Duration.ofMinutes(2),
            () ->
                received.stream().anyMatch(RemoteWriteInteropTest::hasOrders)
                    && received.stream().anyMatch(one -> !one.batch().metadata().isEmpty()));
      } finally {
        prometheus.destroyForcibly().waitFor();
      }
    }

    assertThat(received).allMatch(one -> one.rejected().isEmpty() && one.warnings().isEmpty());
    assertThat(received.stream().flatMap(one -> one.batch().metadata().stream()))
        .contains(new MetricMetadata("orders_total", "counter", "Paid orders.", ""));
  }

  private static boolean hasOrders(Decoded decoded) {
    return decoded.batch().series().stream()
        .filter(series -> series.labels().equals(ORDERS))
        .map(SeriesSamples::values)
        .anyMatch(values -> values[0] == 12.5);
  }

  private Process start(HttpStub mall) throws IOException {
    Path config =
        Files.writeString(
            dir.resolve("prometheus.yml"),
            """
            scrape_configs:
              - job_name: mall
                scrape_interval: 1s
                scrape_timeout: 1s
                static_configs: [{targets: ['%s'], labels: {instance: x}}]
            remote_write:
              - url: %s/write
                metadata_config: {send_interval: 1s}
                queue_config: {batch_send_deadline: 1s}
            """
                .formatted(mall.url().getAuthority(), mall.url()));
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + dir.resolve("data"),
            "--web.listen-address=127.0.0.1:0")
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("prometheus.log").toFile())
        .start();
  }
}
