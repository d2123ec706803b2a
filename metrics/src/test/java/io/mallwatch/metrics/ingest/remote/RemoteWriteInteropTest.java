package io.mallwatch.metrics.ingest.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.Delimited;
import io.mallwatch.metrics.ingest.RecordingSink;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus scrapes a page and writes it here.
class RemoteWriteInteropTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
          + " encoding=delimited";
  private static final Labels LATENCY =
      Labels.of("__name__", "latency_seconds", "job", "mall", "instance", "x");
  private static final Labels ORDERS =
      Labels.of("__name__", "orders_total", "shop", "上海", "job", "mall", "instance", "x");

  @TempDir private Path dir;

  private final RecordingSink sink = new RecordingSink();
  private final List<Written> answers = new CopyOnWriteArrayList<>();
  private final RemoteWriteIntake intake =
      new RemoteWriteIntake(
          sink, RemoteWriteLimits.ofRequest(32 << 20), FakeClock.mondayMorning(), 7);

  /// A page of the protobuf exposition format: a counter and a native histogram.
  private static byte[] page() {
    ProtoWriter shop = new ProtoWriter().string(1, "shop").string(2, "上海");
    ProtoWriter orders =
        new ProtoWriter()
            .string(1, "orders_total")
            .string(2, "Paid orders.")
            .varint(3, 0)
            .message(
                4,
                new ProtoWriter()
                    .message(1, shop)
                    .message(3, new ProtoWriter().fixedDouble(1, 12.5)));
    ProtoWriter histogram =
        new ProtoWriter()
            .varint(1, 6)
            .fixedDouble(2, 4.5)
            .zigzag(5, 3)
            .fixedDouble(6, 0.001)
            .varint(7, 1)
            .message(12, new ProtoWriter().zigzag(1, -2).varint(2, 2))
            .message(12, new ProtoWriter().zigzag(1, 3).varint(2, 1))
            .zigzag(13, 2)
            .zigzag(13, -1)
            .zigzag(13, 1);
    ProtoWriter latency =
        new ProtoWriter()
            .string(1, "latency_seconds")
            .varint(3, 4)
            .message(4, new ProtoWriter().message(7, histogram));
    return Delimited.of(List.of(orders, latency));
  }

  @Test
  void whatPrometheusSendsIsUnderstood() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROMETHEUS), () -> PROMETHEUS + " is not installed: skipped");
    try (HttpStub mall =
        HttpStub.answering(request -> {
          if (request.method().equals("GET")) {
            return new HttpStub.Answer(200, Map.of("Content-Type", PROTOBUF), page());
          }
          answers.add(intake.write(request.body(), RemoteWriteIntake.Version.V1));
          return HttpStub.Answer.of(204, "");
        })) {
      Process prometheus = start(mall);
      try {
        Await.until(
            "numbers, histograms and metadata",
            Duration.ofMinutes(2),
            () ->
                sink.rows().stream().anyMatch(row -> row.labels().equals(ORDERS))
                    && sink.rows().stream().anyMatch(row -> row.labels().equals(LATENCY))
                    && !sink.metadata().isEmpty());
      } finally {
        prometheus.destroyForcibly().waitFor();
      }
    }

    assertThat(answers).allMatch(one -> one.result().rejected().isEmpty());
    assertThat(sink.metadata())
        .contains(new MetricMetadata("orders_total", "counter", "Paid orders.", ""));
    assertThat(sink.rows())
        .filteredOn(row -> row.labels().equals(ORDERS))
        .allMatch(row -> row.value() == 12.5 || Sample.isStale(row.value()));
    assertThat(sink.rows())
        .filteredOn(row -> row.labels().equals(LATENCY))
        .first()
        .satisfies(row ->
            assertThat(row.histogram())
                .isEqualTo(
                    new NativeHistogram(
                        3,
                        0.001,
                        1,
                        6,
                        4.5,
                        new int[] {-2, 2, 3, 1},
                        new double[] {2, 1, 2},
                        new int[0],
                        new double[0],
                        new double[0],
                        ResetHint.UNKNOWN)));
    assertThat(intake.knownSeries()).isGreaterThan(2);
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
                send_native_histograms: true
                metadata_config: {send_interval: 1s}
                queue_config: {batch_send_deadline: 1s}
            """
                .formatted(mall.url().getAuthority(), mall.url()));
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + dir.resolve("data"),
            "--enable-feature=native-histograms",
            "--web.listen-address=127.0.0.1:0")
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("prometheus.log").toFile())
        .start();
  }
}
