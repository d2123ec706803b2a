package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.RemoteWriteLimits;
import io.mallwatch.metrics.ingest.remote.Written;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's promtool and prometheus as clients; skipped where they are not installed.
class RealProgramsTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

  private final FakePorts ports = new FakePorts();
  private final FakeQueries queries = ports.queries;
  private final List<SeriesSamples> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger(1);
  private final RemoteWriteIntake intake =
      new RemoteWriteIntake(
          batch -> {
            written.addAll(batch.series());
            return AppendResult.allAccepted(batch.size());
          },
          RemoteWriteLimits.ofRequest(32 << 20),
          InstantSource.system(),
          7);
  private final Client client =
      Client.of(
          new PrometheusDoor(
              new PrometheusPorts(
                  ports.ports().reading(),
                  new PrometheusPorts.Writing(
                      (body, _) -> write(body), _ -> OtlpIntake.Outcome.ALL_TAKEN),
                  ports.ports().shown(),
                  ports.ports().control()),
              new DoorMetrics(),
              InstantSource.system()),
          new TestDoor("root", "", List.of()));

  /// The first request finds a full queue, so that the sender must come again.
  private Written write(byte[] snappy) {
    if (refusals.getAndDecrement() > 0) {
      throw new StoreOverloadedException("the write queue is full");
    }
    return intake.write(snappy, RemoteWriteIntake.Version.V1);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private String url() {
    return client.doors().url() + "/prometheus";
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void promtoolUnderstandsOurAnswers() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(PROMTOOL), "skipped: promtool is not installed");
    String promtool = PROMTOOL.toString();
    Labels up = Labels.of("__name__", "up", "job", "mall", "store", "上海\"1\"");
    queries.answer =
        FakeQueries.answer(
            new QueryResult.Vector(
                List.of(new QueryResult.VectorSample(up, 1435781451781L, 1e-7))));
    assertThat(run(promtool, "query", "instant", url(), "up"))
        .isEqualTo("up{job=\"mall\", store=\"上海\\\"1\\\"\"} => 0.0000001 @[1435781451.781]\n");
    queries.answer =
        FakeQueries.answer(
            new QueryResult.Matrix(
                List.of(
                    new QueryResult.SeriesPoints(
                        up,
                        new long[] {1_000, 16_000},
                        new double[] {Double.POSITIVE_INFINITY, 2.5}))));
    assertThat(run(promtool, "query", "range", "--start=1", "--end=16", "--step=15s", url(), "up"))
        .contains("+Inf @[1]\n2.5 @[16]");
    queries.series = List.of(up);
    assertThat(run(promtool, "query", "series", "--match=up", url())).contains("上海");
    queries.names = List.of("a", "b");
    assertThat(run(promtool, "query", "labels", url(), "job")).isEqualTo("a\nb\n");
  }

  @Test
  void aRealPrometheusWritesToUsAndComesAgainWhenRefused(@TempDir Path folder) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PROMETHEUS), "skipped: prometheus is not installed");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: itself
            static_configs: [{targets: ['127.0.0.1:%d']}]
        remote_write:
          - url: %s/api/v1/write
            queue_config: {batch_send_deadline: 1s, min_backoff: 50ms}
        """
            .formatted(port, url()));
    List<String> command =
        new ArrayList<>(List.of(PROMETHEUS.toString(), "--config.file=" + config));
    command.add("--storage.tsdb.path=" + folder.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    Process prometheus =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Await.until(
          "its own metrics have come",
          () ->
              written.stream()
                  .anyMatch(series ->
                      series.labels().metricName().equals("up")
                          && series.labels().get("job").equals("itself")
                          && series.values()[0] == 1));
      assertThat(refusals.get()).isNotPositive();
    } finally {
      stop(prometheus);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
