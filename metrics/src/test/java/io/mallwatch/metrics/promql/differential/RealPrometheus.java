package io.mallwatch.metrics.promql.differential;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A Prometheus process over blocks made from OpenMetrics text. Its version 2 is enough for floats.
final class RealPrometheus implements AutoCloseable {

  private static final Path BINARY = Path.of("/usr/bin/prometheus");
  private static final Path TOOL = Path.of("/usr/bin/promtool");
  private static final JsonFactory JSON = new JsonFactory();

  private final Process process;
  private final URI base;
  private final HttpClient client = HttpClient.newHttpClient();

  private RealPrometheus(Process process, int port) {
    this.process = process;
    this.base = URI.create("http://127.0.0.1:" + port);
  }

  static boolean isInstalled() {
    return Files.isExecutable(BINARY) && Files.isExecutable(TOOL);
  }

  /// @param openMetrics the samples
  /// @param folder an empty folder
  static RealPrometheus start(String openMetrics, Path folder) throws IOException {
    Path input = Files.writeString(folder.resolve("samples.txt"), openMetrics);
    Path data = folder.resolve("data");
    run(folder, TOOL, "tsdb", "create-blocks-from", "openmetrics", input, data);
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    int port = freePort();
    Process process =
        new ProcessBuilder(
                BINARY.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=100y",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    RealPrometheus prometheus = new RealPrometheus(process, port);
    Await.until("Prometheus to be ready", prometheus::isReady);
    return prometheus;
  }

  private static void run(Path folder, Object... command) throws IOException {
    List<String> words = java.util.Arrays.stream(command).map(Object::toString).toList();
    Path log = folder.resolve("promtool.log");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(words + ": " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  Answer instant(String query, long atMillis) {
    return parse(get("/api/v1/query?query=%s&time=%s".formatted(encode(query), atMillis / 1e3)));
  }

  Answer range(String query, long start, long end, long step) {
    String times = "&start=%s&end=%s&step=%s".formatted(start / 1e3, end / 1e3, step / 1e3);
    return parse(get("/api/v1/query_range?query=" + encode(query) + times));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Answer parse(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      return new Answer(true, response.body(), Map.of());
    }
    Map<Labels, Map<Long, Double>> series = new TreeMap<>(Labels.ORDER);
    try (JsonParser json = JSON.createParser(response.body())) {
      while (!"result".equals(json.currentName())) {
        json.nextToken();
      }
      json.nextToken();
      JsonToken first = json.nextToken();
      if (first == JsonToken.END_ARRAY) {
        return new Answer(false, "", series);
      }
      if (first != JsonToken.START_OBJECT) {
        series.put(Labels.EMPTY, point(json));
        return new Answer(false, "", series);
      }
      do {
        readSeries(json, series);
      } while (json.nextToken() == JsonToken.START_OBJECT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(false, "", series);
  }

  private static void readSeries(JsonParser json, Map<Labels, Map<Long, Double>> series)
      throws IOException {
    Map<String, String> labels = new TreeMap<>();
    Map<Long, Double> points = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("metric")) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
          labels.put(json.currentName(), json.nextTextValue());
        }
      } else if (field.equals("value")) {
        json.nextToken();
        points.putAll(point(json));
      } else {
        while (json.nextToken() == JsonToken.START_ARRAY) {
          json.nextToken();
          points.putAll(point(json));
        }
      }
    }
    series.put(Labels.of(labels), points);
  }

  /// Time and value, up to the end of their array.
  private static Map<Long, Double> point(JsonParser json) throws IOException {
    long time = Math.round(json.getDoubleValue() * 1e3);
    double value = number(json.nextTextValue());
    json.nextToken();
    return Map.of(time, value);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
