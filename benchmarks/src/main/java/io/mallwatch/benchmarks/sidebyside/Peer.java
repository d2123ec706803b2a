package io.mallwatch.benchmarks.sidebyside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program under measurement: started as its users start it, asked through its own port, its cost
/// read from `/proc`. Linux only.
final class Peer implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final URI base;
  private final Path folder;
  private Optional<Process> process = Optional.empty();

  private Peer(
      String name, List<String> command, Map<String, String> environment, URI base, Path folder) {
    this.name = name;
    this.command = command;
    this.environment = environment;
    this.base = base;
    this.folder = folder;
  }

  /// Debian's `prometheus`, or another given by `-Dprometheus=PATH`.
  static Peer prometheus(Path folder, int port, String scrapeConfig) throws IOException {
    Path config = Files.createDirectories(folder).resolve("prometheus.yml");
    Files.writeString(config, scrapeConfig);
    return new Peer(
        "prometheus",
        List.of(
            System.getProperty("prometheus", "prometheus"),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--storage.tsdb.retention.time=15d",
            "--web.listen-address=127.0.0.1:" + port,
            "--web.enable-remote-write-receiver",
            "--web.enable-admin-api",
            "--query.max-samples=200000000",
            "--log.level=error"),
        Map.of(),
        URI.create("http://127.0.0.1:" + port),
        folder);
  }

  /// `./mallwatch server` of the checkout given by `-Dmallwatch=FOLDER`, with all its engines on;
  /// with no rules, as the other has none.
  static Peer mallwatch(Path folder, int port, String scrapeConfig) throws IOException {
    Path scrape = Files.createDirectories(folder).resolve("scrape.yml");
    Path rules = Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
    Files.writeString(scrape, scrapeConfig);
    return new Peer(
        "mallwatch",
        List.of(
            Path.of(System.getProperty("mallwatch", ".")).resolve("mallwatch").toString(),
            "server",
            "--port",
            Integer.toString(port),
            "--rules",
            rules.toString(),
            "--data",
            folder.resolve("data").toString()),
        scrapeConfig.isEmpty()
            ? Map.of()
            : Map.of("MALLWATCH_METRICS_SCRAPE_FILE", scrape.toString()),
        URI.create("http://127.0.0.1:" + port + "/prometheus"),
        folder);
  }

  String name() {
    return name;
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  Path data() {
    return folder.resolve("data");
  }

  /// Starts it; seconds until it is ready and answers a query.
  double start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()));
    builder.environment().putAll(environment);
    long began = System.nanoTime();
    Process started = builder.start();
    process = Optional.of(started);
    while (!answers("/-/ready") || !answers("/api/v1/query?query=1")) {
      if (!started.isAlive()) {
        throw new IOException(
            name + " ended: " + Files.readString(folder.resolve("output.log")).strip());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private boolean answers(String path) throws InterruptedException {
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(at(path)).timeout(Duration.ofSeconds(30)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// Number of its process.
  long pid() {
    return process.orElseThrow().pid();
  }

  /// Processor seconds it has used since its start, in user and system mode.
  double cpuSeconds() {
    return ProcessCost.cpuSeconds(pid());
  }

  /// Most memory that was resident at once since its start, in MB.
  double peakMegabytes() {
    return ProcessCost.peakMegabytes(pid());
  }

  /// Ends it as a crash does.
  void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    running.destroyForcibly();
    running.waitFor();
  }

  /// Ends it politely.
  @Override
  public void close() {
    process.ifPresent(running -> {
      running.destroy();
      try {
        if (!running.waitFor(60, TimeUnit.SECONDS)) {
          running.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        running.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    });
  }

  /// The body of the answer to a GET, which must be 200.
  byte[] fetch(String pathAndQuery) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        HTTP.send(
            HttpRequest.newBuilder(at(pathAndQuery)).timeout(Duration.ofMinutes(5)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answered %d to %s: %s"
              .formatted(
                  name,
                  response.statusCode(),
                  pathAndQuery,
                  new String(
                      response.body(),
                      0,
                      Math.min(300, response.body().length),
                      java.nio.charset.StandardCharsets.UTF_8)));
    }
    return response.body();
  }

  /// Sends a remote-write body; waits while the receiver asks for patience.
  void write(byte[] snappy) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(at("/api/v1/write"))
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .header("X-Prometheus-Remote-Write-Version", "0.1.0")
            .timeout(Duration.ofMinutes(2))
            .POST(HttpRequest.BodyPublishers.ofByteArray(snappy))
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    for (int tries = 0;
        (response.statusCode() == 429 || response.statusCode() == 503) && tries < 600;
        tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
      response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "%s answered %d: %s".formatted(name, response.statusCode(), response.body()));
    }
  }
}
