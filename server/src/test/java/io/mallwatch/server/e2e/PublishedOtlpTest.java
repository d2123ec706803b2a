package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.server.Server;
import io.mallwatch.server.config.ConfigLoader;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other projects publish as examples of OTLP, sent to the whole server: every span, sample
/// and record is found again. Skipped where the files are not beside the checkout.
class PublishedOtlpTest {

  private static final Path DATA = Path.of("../../shared/data");
  private static final String EXAMPLE_TIME = "1544712660300000000";

  @TempDir Path dir;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private Server server;

  @BeforeEach
  void start() {
    Map<String, String> flags = Map.of("server.port", "0", "server.data", dir.toString());
    server =
        Server.start(
            () -> ConfigLoader.load(null, Map.of(), flags),
            Server.Options.PLAIN,
            InstantSource.system(),
            new Random(1));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private static List<Path> files(String folder) throws IOException {
    Path path = DATA.resolve(folder);
    assumeThat(path).as("published examples beside the checkout").isDirectory();
    try (Stream<Path> all = Files.list(path)) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s %s", request.uri(), answer.body()).isEqualTo(200);
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
  }

  private void export(String signal, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/" + signal))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(send(request)).as("nothing is refused").isEmpty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A span as it was sent.
  private record Sent(String trace, String span, String service, String name, long startMicros) {}

  private static List<Sent> spans(JsonNode request) {
    List<Sent> spans = new ArrayList<>();
    for (JsonNode resource : request.path("resourceSpans")) {
      String service = "unknown_service";
      for (JsonNode attribute : resource.path("resource").path("attributes")) {
        if (attribute.path("key").asText().equals("service.name")) {
          service = attribute.path("value").path("stringValue").asText();
        }
      }
      for (JsonNode span : resource.findValue("scopeSpans").findValues("spans")) {
        for (JsonNode one : span) {
          spans.add(
              new Sent(
                  one.path("traceId").asText().toLowerCase(Locale.ROOT),
                  one.path("spanId").asText().toLowerCase(Locale.ROOT),
                  service,
                  one.path("name").asText(),
                  one.path("startTimeUnixNano").asLong() / 1_000));
        }
      }
    }
    return spans;
  }

  @Test
  void everySpanIsFoundByItsTraceAndByItsOperation() throws IOException {
    List<Path> files = new ArrayList<>(files("jaeger-traces"));
    files.add(DATA.resolve("otlp-examples/trace.json"));
    List<Sent> all = new ArrayList<>();
    for (Path file : files) {
      String body = Files.readString(file);
      export("traces", body);
      all.addAll(spans(json.readTree(body)));
    }
    assertThat(all).hasSizeGreaterThan(files.size());

    Map<String, List<String>> byTrace = new TreeMap<>();
    all.forEach(
        span -> byTrace.computeIfAbsent(span.trace(), _ -> new ArrayList<>()).add(span.span()));
    byTrace.forEach((trace, wanted) -> {
      JsonNode found = get("/jaeger/api/traces/" + trace).path("data").path(0).path("spans");
      assertThat(found)
          .as("spans of %s", trace)
          .extracting(span -> span.path("spanID").asText())
          .containsExactlyInAnyOrderElementsOf(wanted);
    });
    for (Sent span : all) {
      String query =
          "/jaeger/api/traces?limit=100&service=%s&operation=%s&start=%d&end=%d"
              .formatted(
                  encoded(span.service()),
                  encoded(span.name()),
                  span.startMicros(),
                  span.startMicros() + 1);
      assertThat(get(query).path("data").findValuesAsText("traceID"))
          .as(query)
          .anyMatch(found -> span.trace().endsWith(found)); // Jaeger writes no leading zeros
    }
  }

  @Test
  void everyMetricHasItsSeriesAndEveryRecordItsLine() throws IOException {
    Instant now = Instant.now();
    String nanos = Long.toString(now.getEpochSecond()) + "000000000";
    for (Path file : files("otlp-examples")) {
      String name = file.getFileName().toString();
      if (!name.equals("trace.json")) {
        export(
            name.equals("metrics.json") ? "metrics" : "logs",
            Files.readString(file).replace(EXAMPLE_TIME, nanos));
      }
    }

    JsonNode series =
        get("/prometheus/api/v1/query?query=" + encoded("{job=\"my.service\"}"))
            .path("data")
            .path("result");
    assertThat(series.findValuesAsText("__name__"))
        .contains(
            "my_counter_total",
            "my_gauge_ratio",
            "my_histogram_bucket",
            "my_histogram_count",
            "my_histogram_sum",
            "my_exponential_histogram");
    Await.until(
        "both records are found",
        () ->
            get("/elasticsearch/_search?q=service.name:my.service")
                    .path("hits")
                    .path("total")
                    .path("value")
                    .asInt()
                == 2);
    JsonNode lines = get("/elasticsearch/_search?q=service.name:my.service").path("hits");
    assertThat(lines.findValuesAsText("traceId"))
        .containsExactly("5b8efff798038103d269b633813fc60c");
    assertThat(lines.findValuesAsText("event.name")).containsExactly("browser.page_view");
  }
}
