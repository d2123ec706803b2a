package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.Written;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything the door stands on, with answers that tests set and notes of what was asked.
final class FakePorts {

  static final Instant NOON = Instant.parse("2026-11-02T04:00:00Z");

  final FakeQueries queries = new FakeQueries();
  final FakeSamples samples = new FakeSamples();
  final List<String> changed = new ArrayList<>();
  final List<RunningQueries.Running> running = new ArrayList<>();
  Written written = new Written(AppendResult.allAccepted(2), 2, 0, 0);
  byte @Nullable [] received;
  RemoteWriteIntake.@Nullable Version receivedAs;
  Labels external = Labels.EMPTY;
  boolean ready = true;
  boolean adminAllowed = true;
  String reloadProblem = "";

  PrometheusPorts ports() {
    return new PrometheusPorts(
        new PrometheusPorts.Reading(
            queries, new Running(), samples, new SimplePromql(), () -> external),
        new PrometheusPorts.Writing(
            (body, message) -> {
              received = body;
              receivedAs = message;
              return written;
            },
            body -> new OtlpIntake.Outcome(Map.of("too_old", 1), "1 point is too old")),
        new PrometheusPorts.Shown(
            FakePorts::rules, new FakeTargets(), new FixedStatus(), FakePorts::own),
        new PrometheusPorts.Control(
            new Store(),
            () -> {
              changed.add("reload");
              return Optional.of(reloadProblem).filter(problem -> !problem.isEmpty());
            }));
  }

  private static List<MetricFamily> own() {
    return List.of(
        new MetricFamily(
            "mallwatch_b_total",
            "counter",
            "Second\nline.",
            List.of(new MetricFamily.Point(Labels.of("q", "say \"hi\""), 3))),
        new MetricFamily(
            "mallwatch_a", "gauge", "A.", List.of(new MetricFamily.Point(Labels.EMPTY, 0.5))),
        new MetricFamily(
            "mallwatch_c_seconds",
            "summary",
            "C.",
            List.of(
                new MetricFamily.Point("_sum", Labels.of("door", "x"), 1.5),
                new MetricFamily.Point("_count", Labels.of("door", "x"), 4))));
  }

  private final class Running implements RunningQueries {
    @Override
    public List<RunningQueries.Running> running() {
      return running;
    }

    @Override
    public boolean cancel(long id) {
      changed.add("cancel " + id);
      return running.stream().anyMatch(query -> query.id() == id);
    }

    @Override
    public List<RunningQueries.Slow> slowQueries() {
      return List.of(
          new RunningQueries.Slow(
              "count({job=~\".+\"})",
              NOON,
              Duration.ofMillis(2450),
              9_000_000,
              "10.0.0.7 Grafana",
              QueryOptions.Priority.RULE));
    }
  }

  static RunningQueries.Running query(long id, String text) {
    return new RunningQueries.Running(
        id, text, NOON, 1200, "10.0.0.7 Grafana", QueryOptions.Priority.INTERACTIVE);
  }

  private final class Store implements StoreControl {
    @Override
    public boolean isAllowed() {
      return adminAllowed;
    }

    @Override
    public void delete(List<Matcher> matchers, TimeRange range) {
      changed.add("delete %s in %s to %s".formatted(matchers, range.from(), range.to()));
    }

    @Override
    public void cleanDeleted() {
      changed.add("clean");
    }

    @Override
    public String snapshot(boolean skipHead) {
      changed.add("snapshot " + skipHead);
      return "20261102T040000Z-1";
    }
  }

  /// Reads `name`, `{}` and `{name="value"}`, enough for these tests.
  private static final class SimplePromql implements PrometheusPorts.PromqlText {
    @Override
    public List<Matcher> selector(String selector) {
      if (selector.contains("(")) {
        throw new BadQueryException("1:4: parse error: unexpected \"(\"", 3);
      }
      return List.of(
          selector.equals("{}")
              ? new Matcher(Matcher.Type.REGEX, "job", ".*")
              : Matcher.equal("__name__", selector));
    }

    @Override
    public String format(String query) {
      return query.replace("+", " + ");
    }

    @Override
    public Map<String, @Nullable Object> tree(String query) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("type", "vectorSelector");
      tree.put("name", query);
      tree.put("timestamp", null);
      return tree;
    }

    @Override
    public boolean hasSelectors(String query) {
      if (query.contains("(")) {
        throw new BadQueryException("1:4: parse error: unexpected \"(\"", 3);
      }
      return !query.equals("1");
    }
  }

  private static final class FakeTargets implements TargetsView {

    private static final Labels MALL = Labels.of("instance", "127.0.0.1:7700", "job", "mall");

    @Override
    public List<Target> targets() {
      return List.of(
          new Target(
              Labels.of("__address__", "127.0.0.1:7700"),
              MALL,
              "mall",
              "http://127.0.0.1:7700/metrics",
              "http://mall.example.com:7700/metrics",
              "up",
              "",
              NOON,
              Duration.ofMillis(12),
              Duration.ofSeconds(90),
              Duration.ofMillis(10_500)));
    }

    @Override
    public List<Dropped> dropped() {
      return List.of(new Dropped(Labels.of("__address__", "10.0.0.9:80"), "hosts"));
    }

    @Override
    public Map<String, Integer> droppedCounts() {
      return Map.of("mall", 0, "hosts", 1);
    }

    @Override
    public List<String> pools() {
      return List.of("hosts", "mall");
    }

    @Override
    public Optional<String> configYaml(String pool) {
      return pool.equals("mall") ? Optional.of("job_name: mall\n") : Optional.empty();
    }

    @Override
    public Optional<List<RelabelStep>> relabel(String pool, Labels labels) {
      return pool.equals("mall")
          ? Optional.of(
              List.of(
                  new RelabelStep(Map.of("action", "lowercase"), labels.with("a", "b"), true),
                  new RelabelStep(Map.of("action", "drop"), Labels.EMPTY, false)))
          : Optional.empty();
    }

    @Override
    public List<TargetMetadata> metadata() {
      return List.of(
          new TargetMetadata(MALL, new MetricMetadata("paid_total", "counter", "Paid.", "")),
          new TargetMetadata(MALL, new MetricMetadata("stock", "gauge", "Stock.", "items")));
    }
  }

  private final class FixedStatus implements PrometheusStatus {
    @Override
    public Build build() {
      return new Build("3.5.0", "abc", "main", "mallwatch", "20261102");
    }

    @Override
    public String configYaml() {
      return "scrape_configs: []\n";
    }

    @Override
    public Map<String, String> flags() {
      return Map.of("port", "7600", "bind", "127.0.0.1");
    }

    @Override
    public RuntimeFacts runtime() {
      return new RuntimeFacts(NOON, NOON.plusSeconds(60), "host", "/srv", true, NOON, 0, 40, "15d");
    }

    @Override
    public Head head(int limit) {
      return new Head(
          7, 20, 9, 1000, 2000, List.of(new Count("up", limit)), List.of(), List.of(), List.of());
    }

    @Override
    public List<Block> blocks() {
      return List.of(new Block("01JB", 0, 7_200_000, 480, 2, 4, 1));
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public Map<String, Map<String, Boolean>> features() {
      return Map.of(
          "api", Map.of("admin", true), "promql", Map.of("bool", true, "anchored", false));
    }

    @Override
    public List<Notice> notices() {
      return List.of(new Notice("Configuration reload has failed.", NOON));
    }

    @Override
    public List<String> alertmanagers() {
      return List.of("http://127.0.0.1:9093/api/v2/alerts");
    }
  }

  private static List<RulesView.Group> rules() {
    RulesView.Evaluation ok = new RulesView.Evaluation("ok", "", Duration.ofNanos(1_500_000), NOON);
    RulesView.ActiveAlert alert =
        new RulesView.ActiveAlert(
            Labels.of("alertname", "TransactionSuccessRateLow", "severity", "critical"),
            Map.of("summary", "交易成功率过低"),
            true,
            NOON,
            null,
            0.81);
    return List.of(
        new RulesView.Group(
            "mall",
            "mall.rules.yml",
            Duration.ofSeconds(30),
            0,
            Duration.ofMillis(3),
            NOON,
            List.of(
                new RulesView.Alerting(
                    "TransactionSuccessRateLow",
                    "ratio < 0.95",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    Labels.of("severity", "critical"),
                    Map.of("summary", "交易成功率过低"),
                    List.of(alert),
                    ok),
                new RulesView.Recording(
                    "api_requests_total",
                    "sum(http_requests_total)",
                    Labels.EMPTY,
                    new RulesView.Evaluation("err", "boom", Duration.ZERO, null)))),
        new RulesView.Group(
            "stock",
            "other.yml",
            Duration.ofMinutes(1),
            0,
            Duration.ZERO,
            null,
            List.of(new RulesView.Recording("stock:sum", "sum(stock)", Labels.EMPTY, ok))),
        new RulesView.Group(
            "empty", "other.yml", Duration.ofMinutes(1), 0, Duration.ZERO, null, List.of()));
  }
}
