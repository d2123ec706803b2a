package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus that reads our samples by remote read and by federation; skipped where it is
/// not installed.
class ReadAndFederatePrometheusTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final long STEP = 15_000;

  private final FakePorts ports = new FakePorts();
  private final long end = InstantSource.system().millis() / STEP * STEP;
  private final Client client =
      Client.of(
          new PrometheusDoor(ports.ports(), new DoorMetrics(), InstantSource.system()),
          new TestDoor("root", "", List.of()));
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    http.close();
    client.close();
  }

  private String get(int port, String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Process start(int port, String yaml) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(config, yaml.replace("URL", client.doors().url()));
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
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

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Two series of 400 samples, so that there are several chunks; one of them ends.
  private void store() {
    for (int i = 0; i < 400; i++) {
      long time = end - (400 - i) * STEP;
      ports.samples.add(Labels.of("__name__", "paid", "shop", "上海"), time, i * 1.5);
      ports.samples.add(
          Labels.of("__name__", "paid", "shop", "b"), time, i < 399 ? i / 7.0 : Sample.staleNan());
    }
  }

  @Test
  void samplesAreReadAsStreamedChunks() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PROMETHEUS), "skipped: prometheus is not installed");
    store();
    ports.external = Labels.of("dc", "a");
    int port = freePort();
    Process prometheus =
        start(port, "remote_read: [{url: URL/prometheus/api/v1/read, read_recent: true}]\n");
    try {
      Await.until("it is ready", () -> get(port, "/-/ready").contains("Ready"));
      assertThat(get(port, "/api/v1/query?time=" + end / 1000 + "&query=" + enc("paid")))
          .as("the series that ended is gone")
          .contains("\"上海\"")
          .contains("\"598.5\"")
          .doesNotContain("\"b\"");
      assertThat(query(port, "paid{dc=\"a\"}")).contains("\"dc\":\"a\"", "\"598.5\"");
      assertThat(query(port, "count_over_time(paid[3h])")).contains("\"400\"", "\"399\"");
      assertThat(query(port, "max_over_time(paid[3h])"))
          .contains("\"598.5\"", "\"56.857142857142854\"");
      assertThat(query(port, "min_over_time(paid[3h] offset 30m)")).contains("\"0\"");
    } finally {
      stop(prometheus);
    }
  }

  private String query(int port, String query) {
    return get(port, "/api/v1/query?time=%d&query=%s".formatted(end / 1000, enc(query)));
  }

  @Test
  void newestSamplesAreFederated() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PROMETHEUS), "skipped: prometheus is not installed");
    store();
    int port = freePort();
    Process prometheus =
        start(
            port,
            """
            scrape_configs:
              - job_name: ours
                scrape_interval: 1s
                honor_labels: true
                metrics_path: /prometheus/federate
                params: {'match[]': [paid]}
                static_configs: [{targets: ['ADDRESS']}]
            """
                .replace("ADDRESS", URI.create(client.doors().url()).getAuthority()));
    try {
      Await.until(
          "our samples are there",
          () -> get(port, "/api/v1/query?query=paid").contains("\"598.5\""));
      assertThat(get(port, "/api/v1/query?query=paid"))
          .contains("\"metric\":{\"__name__\":\"paid\",\"job\":\"ours\",\"shop\":\"上海\"}");
    } finally {
      stop(prometheus);
    }
  }
}
