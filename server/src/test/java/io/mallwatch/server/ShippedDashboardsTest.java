package io.mallwatch.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.server.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboards that are shipped: sound as Grafana's JSON, neat, and asking only for metrics that
/// something emits or a rule records.
class ShippedDashboardsTest {

  private static final Path FOLDER = Path.of("../deploy/dashboards");
  private static final Path RULES = Path.of("../deploy/rules");

  /// What a running sample mall answers under `/metrics`.
  private static final Path MALL = Path.of("src/test/resources/dashboards/mall-metrics.txt");

  /// Written with every scrape, by the monitors, or from spans.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "up",
          "ALERTS",
          "scrape_duration_seconds",
          "baseline:orders:lower",
          "baseline:orders:median",
          "baseline:orders:upper",
          "mallwatch_business_health_score",
          "mallwatch_business_health_confidence",
          "mallwatch_source_age_seconds",
          "node_filesystem_avail_bytes",
          "node_filesystem_size_bytes",
          "node_memory_MemAvailable_bytes",
          "node_memory_MemTotal_bytes",
          "node_network_receive_bytes_total",
          "node_network_transmit_bytes_total",
          "probe_duration_seconds",
          "probe_ssl_earliest_cert_expiry",
          "security_detections_total",
          "security_finding_open",
          "traces_service_graph_request_total",
          "traces_service_graph_request_failed_total",
          "traces_service_graph_request_client_seconds_bucket",
          "traces_service_graph_request_client_seconds_sum",
          "traces_service_graph_request_client_seconds_count",
          "traces_span_metrics_calls_total",
          "traces_span_metrics_duration_milliseconds_bucket");

  private static Map<?, ?> dashboard(String name) {
    try {
      return (Map<?, ?>)
          Objects.requireNonNull(Json.tree(Files.readAllBytes(FOLDER.resolve(name))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Map<?, ?>> objects(Map<?, ?> map, String name) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (map.get(name) instanceof List<?> list) {
      list.forEach(item -> objects.add((Map<?, ?>) item));
    }
    return objects;
  }

  @Test
  void everyFileIsShipped() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted().toList())
          .isEqualTo(DashboardsWiring.SHIPPED);
    }
  }

  @Test
  void everyDashboardHasANameOfItsOwnAndSaysWhatItShows() {
    Set<Object> uids = new HashSet<>();
    Set<Object> titles = new HashSet<>();
    for (String name : DashboardsWiring.SHIPPED) {
      Map<?, ?> dashboard = dashboard(name);
      assertThat(uids.add(dashboard.get("uid"))).as(name).isTrue();
      assertThat(titles.add(dashboard.get("title"))).as(name).isTrue();
      assertThat(String.valueOf(dashboard.get("title"))).as(name).containsPattern("\\p{IsHan}");
      assertThat(String.valueOf(dashboard.get("description"))).as(name).hasSizeGreaterThan(20);
      assertThat((Long) dashboard.get("schemaVersion")).as(name).isGreaterThanOrEqualTo(38);
      assertThat(dashboard.get("timezone")).as(name).isEqualTo("browser");
      assertThat((List<?>) dashboard.get("tags")).as(name).anyMatch("zhongdao-mall"::equals);
      List<Map<?, ?>> panels =
          objects(dashboard, "panels").stream().filter(p -> !"row".equals(p.get("type"))).toList();
      assertThat(panels).as(name).hasSizeBetween(8, 16);
      for (Map<?, ?> panel : panels) {
        assertThat(String.valueOf(panel.get("description"))).as(name).hasSizeGreaterThan(10);
        assertThat(objects(panel, "targets")).as(name).isNotEmpty();
      }
    }
  }

  @Test
  void panelsLieBesideEachOtherInTwentyFourColumns() {
    for (String name : DashboardsWiring.SHIPPED) {
      Set<Object> ids = new HashSet<>();
      Set<String> taken = new HashSet<>();
      for (Map<?, ?> panel : objects(dashboard(name), "panels")) {
        assertThat(ids.add(panel.get("id"))).as(name).isTrue();
        Map<?, ?> at = (Map<?, ?>) Objects.requireNonNull(panel.get("gridPos"));
        long x = (Long) Objects.requireNonNull(at.get("x"));
        long y = (Long) Objects.requireNonNull(at.get("y"));
        long w = (Long) Objects.requireNonNull(at.get("w"));
        long h = (Long) Objects.requireNonNull(at.get("h"));
        assertThat(x + w).as(name).isBetween(1L, 24L);
        for (long column = x; column < x + w; column++) {
          for (long row = y; row < y + h; row++) {
            assertThat(taken.add(column + "/" + row))
                .as("%s: %s", name, panel.get("title"))
                .isTrue();
          }
        }
      }
    }
  }

  /// The strategy paper's two dashboards, as pasted, against those that are shipped.
  @Test
  void thePapersPanelsAreShippedInFullForm() throws IOException {
    Path pasted = Path.of("../doors/src/test/resources/grafana");
    for (Map.Entry<String, String> pair :
        Map.of("paper-business.json", "10-business.json", "paper-system.json", "20-system.json")
            .entrySet()) {
      Map<?, ?> file =
          (Map<?, ?>)
              Objects.requireNonNull(Json.tree(Files.readAllBytes(pasted.resolve(pair.getKey()))));
      Map<?, ?> paper = (Map<?, ?>) Objects.requireNonNull(file.get("dashboard"));
      Map<?, ?> shipped = dashboard(pair.getValue());
      assertThat(shipped.get("title")).isEqualTo(paper.get("title"));
      assertThat(
              ((List<?>) Objects.requireNonNull(shipped.get("tags")))
                  .containsAll((List<?>) Objects.requireNonNull(paper.get("tags"))))
          .isTrue();
      for (Map<?, ?> wanted : objects(paper, "panels")) {
        Map<?, ?> panel =
            objects(shipped, "panels").stream()
                .filter(p -> Objects.equals(p.get("title"), wanted.get("title")))
                .findFirst()
                .orElseThrow();
        assertThat(legends(panel)).containsAll(legends(wanted));
        if (wanted.get("fieldConfig") instanceof Map<?, ?> config) {
          Map<?, ?> asked = (Map<?, ?>) Objects.requireNonNull(config.get("defaults"));
          Map<?, ?> full = (Map<?, ?>) Objects.requireNonNull(panel.get("fieldConfig"));
          Map<?, ?> given = (Map<?, ?>) Objects.requireNonNull(full.get("defaults"));
          assertThat(given.get("unit")).isEqualTo(asked.get("unit"));
          assertThat(objects((Map<?, ?>) Objects.requireNonNull(given.get("thresholds")), "steps"))
              .isEqualTo(
                  objects((Map<?, ?>) Objects.requireNonNull(asked.get("thresholds")), "steps"));
        }
      }
    }
  }

  private static List<String> legends(Map<?, ?> panel) {
    return objects(panel, "targets").stream()
        .map(target -> String.valueOf(target.get("legendFormat")))
        .toList();
  }

  @Test
  void everyMetricThatIsAskedForIsEmittedOrRecorded(@TempDir Path data) throws Exception {
    Set<String> known = new HashSet<>(ELSEWHERE);
    known.addAll(Files.readAllLines(MALL));
    for (String file : AlertsWiring.SHIPPED_RULES) {
      Matcher records =
          Pattern.compile("record: *(\\S+)").matcher(Files.readString(RULES.resolve(file)));
      while (records.find()) {
        known.add(records.group(1));
      }
    }
    known.addAll(ourOwn(data));
    Set<String> unknown = new TreeSet<>();
    int asked = 0;
    for (String name : DashboardsWiring.SHIPPED) {
      for (String query : queries(dashboard(name))) {
        for (Expr.VectorSelector selector : Exprs.selectors(PromqlParser.parse(query))) {
          asked++;
          if (!known.contains(selector.name())) {
            unknown.add(name + ": " + selector.name());
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(asked).isGreaterThan(150);
  }

  /// All PromQL in a dashboard, variables replaced.
  private static List<String> queries(Map<?, ?> dashboard) {
    List<String> queries = new ArrayList<>();
    collect(dashboard, queries);
    Map<?, ?> templating = (Map<?, ?>) Objects.requireNonNull(dashboard.get("templating"));
    for (Map<?, ?> variable : objects(templating, "list")) {
      Matcher values =
          Pattern.compile("label_values\\((.*), \\w+\\)")
              .matcher(String.valueOf(variable.get("definition")));
      assertThat(values.matches()).isTrue();
      queries.add(values.group(1));
    }
    return queries.stream()
        .map(query -> query.replace("$__rate_interval", "5m").replaceAll("\\$\\w+", ".*"))
        .toList();
  }

  private static void collect(Object node, List<String> queries) {
    switch (node) {
      case Map<?, ?> map -> {
        if (map.get("expr") instanceof String expr) {
          queries.add(expr);
        }
        map.values().stream().filter(Objects::nonNull).forEach(value -> collect(value, queries));
      }
      case List<?> list ->
          list.stream().filter(Objects::nonNull).forEach(item -> collect(item, queries));
      default -> {}
    }
  }

  /// Names that the server itself emits; on the way, that its door serves the dashboards.
  private static Set<String> ourOwn(Path data) throws Exception {
    Map<String, String> flags = Map.of("server.port", "0", "server.data", data.toString());
    try (Server server =
            Server.start(
                () -> ConfigLoader.load(null, Map.of(), flags),
                Server.Options.PLAIN,
                InstantSource.system(),
                new Random(1));
        HttpClient http = HttpClient.newHttpClient()) {
      String found = get(http, server.url() + "/grafana/api/search?type=dash-db");
      assertThat(Pattern.compile("\"folderUid\":\"mallwatch\"").matcher(found).results().count())
          .isEqualTo(DashboardsWiring.SHIPPED.size());
      assertThat(get(http, server.url() + "/grafana/api/dashboards/home"))
          .contains("/d/mallwatch-business/");
      Set<String> names = new HashSet<>();
      Pattern.compile("(?m)^# TYPE (\\S+) ")
          .matcher(get(http, server.url() + "/prometheus/metrics"))
          .results()
          .map(type -> type.group(1))
          .forEach(name -> names.addAll(List.of(name, name + "_sum", name + "_count")));
      return names;
    }
  }

  private static String get(HttpClient http, String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
