package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.server.Server;
import io.mallwatch.server.config.ConfigLoader;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Prometheus writes what it scrapes to our server; then both are asked the same and must
/// answer the same, statuses and errors too. Left out is what Prometheus 3 changed. Skipped where
/// Prometheus is not installed.
class PrometheusSideBySideTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final String ITSELF = "{job=\"itself\"}";

  @TempDir private Path folder;
  private @Nullable Server server;
  private @Nullable Process prometheus;
  private String ours = "";
  private String theirs = "";
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PROMETHEUS), "skipped: prometheus is not installed");
    Path rules = Files.writeString(folder.resolve("none.rules.yml"), "groups: []\n");
    Map<String, String> flags =
        Map.of(
            "server.port", "0",
            "server.data", folder.resolve("data").toString(),
            "alerts.rules", rules.toString());
    Server started =
        Server.start(
            () -> ConfigLoader.load(null, Map.of(), flags),
            Server.Options.PLAIN,
            InstantSource.system(),
            new Random(1));
    server = started;
    ours = started.url() + "/prometheus";
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    theirs = "http://127.0.0.1:" + port;
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: itself
            static_configs: [{targets: ['127.0.0.1:%d'], labels: {env: prod}}]
        remote_write:
          - url: %s/api/v1/write
            queue_config: {batch_send_deadline: 200ms}
            metadata_config: {send_interval: 1s}
        """
            .formatted(port, ours));
    prometheus =
        new ProcessBuilder(
                PROMETHEUS.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("theirs"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (prometheus != null) {
      prometheus.destroy();
      if (!prometheus.waitFor(10, TimeUnit.SECONDS)) {
        prometheus.destroyForcibly();
      }
    }
    if (server != null) {
      server.close();
    }
    http.close();
  }

  private Answer get(String base, String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).build());
  }

  private Answer form(String base, String path, String form) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The answer as a tree, series sorted; as text when it is no JSON.
  private static @Nullable Object comparable(Answer answer) {
    try {
      Object tree = Json.tree(answer.body().getBytes(StandardCharsets.UTF_8));
      return tree instanceof Map<?, ?> map
              && map.get("data") instanceof Map<?, ?> data
              && data.get("result") instanceof List<?> result
              && List.of("vector", "matrix").contains(String.valueOf(data.get("resultType")))
          ? result.stream().sorted(Comparator.comparing(String::valueOf)).toList()
          : tree;
    } catch (RefusedException e) {
      return answer.body();
    }
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A moment before which both have the same samples, some of them.
  private long settled() {
    String recent = "/api/v1/query?query=" + enc("max(timestamp(up%s)) - 3".formatted(ITSELF));
    String count = "/api/v1/query?query=" + enc("count_over_time(up%s[1m])".formatted(ITSELF));
    Await.until(
        "both have some rounds",
        () -> get(ours, count).body().matches("(?s).*\"(1[89]|[2-5]\\d)\"].*"));
    List<?> vector = (List<?>) comparable(get(ours, recent));
    assertThat(vector).hasSize(1);
    String value = vector.getFirst().toString().replaceAll(".*, (\\d+)\\.?\\d*\\].*", "$1");
    return Long.parseLong(value);
  }

  private static List<String> requests(long at) {
    List<String> paths = new ArrayList<>();
    for (String query :
        List.of(
            "up" + ITSELF,
            "rate(prometheus_tsdb_head_samples_appended_total%s[5s500ms])".formatted(ITSELF),
            "sum by (handler) (rate(prometheus_http_requests_total%s[5s500ms]))".formatted(ITSELF),
            "sort(go_gc_duration_seconds%s)".formatted(ITSELF),
            "go_goroutines%s[4s500ms]".formatted(ITSELF),
            "{__name__=~\"go_.*\",job=\"itself\"}",
            "go_goroutines%1$s + on (instance) group_left () go_threads%1$s".formatted(ITSELF),
            "label_replace(up%s, \"a\", \"$1\", \"job\", \"(.*)\")".formatted(ITSELF),
            "topk(3, go_memstats_alloc_bytes%s)".formatted(ITSELF),
            "absent(nothing)",
            "scalar(up%s)".formatted(ITSELF),
            "1e-7",
            "1e22",
            "0/0",
            "-1/0",
            "\"text\"",
            "time()")) {
      paths.add("/api/v1/query?query=%s&time=%d".formatted(enc(query), at));
      if (!query.contains("[4s500ms]") && !query.equals("\"text\"")) {
        paths.add(
            "/api/v1/query_range?query=%s&start=%d&end=%d&step=2"
                .formatted(enc(query), at - 2, at));
      }
    }
    for (String broken :
        List.of(
            "sum(", "foo{", "rate(up)", "sum(up[5m])", "nosuch(up)", "up{a=\"b\"", "1 +", "{}")) {
      paths.add("/api/v1/query?query=" + enc(broken));
    }
    String up = enc("up" + ITSELF);
    paths.addAll(
        List.of(
            "/api/v1/query?query=up&timeout=x",
            "/api/v1/query_range",
            "/api/v1/query_range?query=up&start=5&end=1&step=1",
            "/api/v1/query_range?query=up&start=0&end=1&step=0",
            "/api/v1/query_range?query=up&start=0&end=1&step=x",
            "/api/v1/query_range?query=up&start=x&end=1&step=1",
            "/api/v1/query_range?query=up&start=0&end=20000&step=1",
            "/api/v1/series",
            "/api/v1/series?match[]=" + enc("up("),
            "/api/v1/series?match[]=" + enc("{}"),
            "/api/v1/series?match[]=up&start=10&end=5",
            "/api/v1/series?match[]=%s&start=%d&end=%d".formatted(up, at - 5, at),
            "/api/v1/labels?match[]=" + up,
            "/api/v1/labels?match[]=" + enc("up("),
            "/api/v1/labels?match[]=" + enc("{}"),
            "/api/v1/label/env/values?match[]=" + up,
            "/api/v1/label/__name__/values?match[]=" + enc("{job=\"itself\",__name__=~\"go_.*\"}"),
            "/api/v1/query_exemplars?query=up&start=%d&end=%d".formatted(at - 5, at),
            "/api/v1/query_exemplars?query=up&start=10&end=5",
            "/api/v1/query_exemplars?query=1",
            "/api/v1/format_query?query=" + enc("sum(rate(foo{a=\"b\"}[5m]))by(job)"),
            "/api/v1/metadata?limit=x",
            "/api/v1/targets/metadata?limit=x",
            "/api/v1/rules",
            "/api/v1/rules?type=x",
            "/api/v1/alerts",
            "/api/v1/status/walreplay",
            "/federate?match[]=nothing",
            "/federate?match[]=" + enc("up("),
            "/-/healthy",
            "/-/ready"));
    return paths;
  }

  @Test
  void bothAnswerTheSame() {
    long at = settled();
    List<String> different = new ArrayList<>();
    for (String request : requests(at)) {
      String path = request.replace("[]=", "%5B%5D=");
      compare(request, get(ours, path), get(theirs, path), different);
    }
    for (String form :
        List.of(
            "/api/v1/query query=up&time=" + at,
            "/api/v1/query_range query=up&start=%d&end=%d&step=1".formatted(at - 5, at),
            "/api/v1/series match%5B%5D=up&start=" + (at - 5),
            "/api/v1/labels match%5B%5D=up",
            "/api/v1/format_query query=a%2Bb",
            "/-/quit x=1",
            "/api/v1/admin/tsdb/delete_series match%5B%5D=up")) {
      String[] parts = form.split(" ", 2);
      compare(form, form(ours, parts[0], parts[1]), form(theirs, parts[0], parts[1]), different);
    }
    assertThat(different).isEmpty();
    Await.until(
        "metadata has come by remote write",
        () ->
            get(ours, "/api/v1/metadata?metric=go_goroutines")
                .body()
                .contains("\"type\":\"gauge\""));
  }

  private static void compare(String request, Answer our, Answer their, List<String> different) {
    if (our.status() != their.status()
        || !String.valueOf(comparable(our)).equals(String.valueOf(comparable(their)))) {
      different.add(
          "%s%n  ours   %d %s%n  theirs %d %s"
              .formatted(
                  request, our.status(), cut(our.body()), their.status(), cut(their.body())));
    }
  }

  private static String cut(String body) {
    return body.length() > 300 ? body.substring(0, 300) : body;
  }
}
