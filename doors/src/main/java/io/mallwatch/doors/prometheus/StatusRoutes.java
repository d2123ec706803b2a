package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Targets, facts about the server, health, and its own metrics.
final class StatusRoutes {

  private final PrometheusStatus status;
  private final TargetsView targets;
  private final PrometheusPorts.SelfMetrics self;

  StatusRoutes(PrometheusPorts ports) {
    this.status = ports.status();
    this.targets = ports.targets();
    this.self = ports.self();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets", this::targets),
        Route.get("/api/v1/scrape_pools", _ -> pools()),
        Route.get("/api/v1/status/buildinfo", _ -> build()),
        Route.get("/api/v1/status/config", _ -> config()),
        Route.get("/api/v1/status/flags", _ -> flags()),
        Route.get("/api/v1/status/runtimeinfo", _ -> runtime()),
        Route.get("/api/v1/status/tsdb", this::tsdb),
        Route.get("/-/healthy", _ -> Reply.text(200, "Prometheus Server is Healthy.\n")),
        Route.get("/-/ready", _ -> ready()),
        Route.get("/metrics", _ -> metrics()));
  }

  private Reply ready() {
    return status.isReady()
        ? Reply.text(200, "Prometheus Server is Ready.\n")
        : Reply.text(503, "Service Unavailable");
  }

  private Reply targets(Call call) {
    String state = call.param("state").orElse("any");
    String pool = call.param("scrapePool").orElse("");
    boolean active = !state.equals("dropped");
    List<TargetsView.Target> wanted =
        targets.targets().stream()
            .filter(target -> active && (pool.isEmpty() || pool.equals(target.pool())))
            .toList();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("activeTargets");
      for (TargetsView.Target target : wanted) {
        target(out, target);
      }
      out.writeEndArray();
      out.writeArrayFieldStart("droppedTargets");
      out.writeEndArray();
      out.writeObjectFieldStart("droppedTargetCounts");
      out.writeEndObject();
      out.writeEndObject();
    });
  }

  private static void target(JsonGenerator out, TargetsView.Target target) throws IOException {
    out.writeStartObject();
    out.writeFieldName("discoveredLabels");
    Envelope.labels(out, target.discovered());
    out.writeFieldName("labels");
    Envelope.labels(out, target.labels());
    out.writeStringField("scrapePool", target.pool());
    out.writeStringField("scrapeUrl", target.url());
    out.writeStringField("globalUrl", target.url());
    out.writeStringField("lastError", target.lastError());
    out.writeStringField("lastScrape", Envelope.time(target.lastScrape()));
    out.writeNumberField("lastScrapeDuration", target.lastScrapeDuration().toNanos() / 1e9);
    out.writeStringField("health", target.health());
    out.writeStringField("scrapeInterval", text(target.interval()));
    out.writeStringField("scrapeTimeout", text(target.timeout()));
    out.writeEndObject();
  }

  /// As Prometheus prints durations: `1m30s`, `500ms`.
  static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    unit(out, duration.toDays(), "d");
    unit(out, duration.toHoursPart(), "h");
    unit(out, duration.toMinutesPart(), "m");
    unit(out, duration.toSecondsPart(), "s");
    unit(out, duration.toMillisPart(), "ms");
    return out.toString();
  }

  private static void unit(StringBuilder out, long count, String unit) {
    if (count > 0) {
      out.append(count).append(unit);
    }
  }

  private Reply pools() {
    List<String> pools =
        targets.targets().stream().map(TargetsView.Target::pool).distinct().sorted().toList();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeFieldName("scrapePools");
      Envelope.strings(out, pools);
      out.writeEndObject();
    });
  }

  private Reply build() {
    PrometheusStatus.Build build = status.build();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeStringField("version", build.version());
      out.writeStringField("revision", build.revision());
      out.writeStringField("branch", build.branch());
      out.writeStringField("buildUser", build.buildUser());
      out.writeStringField("buildDate", build.buildDate());
      out.writeStringField("goVersion", "");
      out.writeEndObject();
    });
  }

  private Reply config() {
    String yaml = status.configYaml();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeStringField("yaml", yaml);
      out.writeEndObject();
    });
  }

  private Reply flags() {
    Map<String, String> flags = status.flags();
    return Envelope.success(out -> Envelope.map(out, flags));
  }

  private Reply runtime() {
    PrometheusStatus.RuntimeFacts now = status.runtime();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeStringField("startTime", now.startTime().toString());
      out.writeStringField("CWD", now.workingDirectory());
      out.writeStringField("hostname", now.hostname());
      out.writeStringField("serverTime", now.serverTime().toString());
      out.writeBooleanField("reloadConfigSuccess", now.reloadSucceeded());
      out.writeStringField("lastConfigTime", now.lastReload().toString());
      out.writeNumberField("corruptionCount", now.corruptions());
      out.writeNumberField("goroutineCount", now.threads());
      out.writeNumberField("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
      out.writeNumberField("GOMEMLIMIT", Runtime.getRuntime().maxMemory());
      out.writeStringField("GOGC", "");
      out.writeStringField("GODEBUG", "");
      out.writeStringField("storageRetention", now.storageRetention());
      out.writeEndObject();
    });
  }

  private Reply tsdb(Call call) {
    int limit = QueryParams.whole(call, "limit").orElse(10);
    if (limit == 0) {
      throw new RefusedException(Problem.bad("limit must be a positive number"));
    }
    PrometheusStatus.Head head = status.head(limit);
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeObjectFieldStart("headStats");
      out.writeNumberField("numSeries", head.series());
      out.writeNumberField("numLabelPairs", head.labelPairs());
      out.writeNumberField("chunkCount", head.chunks());
      out.writeNumberField("minTime", head.minTimeMillis());
      out.writeNumberField("maxTime", head.maxTimeMillis());
      out.writeEndObject();
      counts(out, "seriesCountByMetricName", head.seriesByMetric());
      counts(out, "labelValueCountByLabelName", head.valuesByLabel());
      counts(out, "memoryInBytesByLabelName", head.bytesByLabel());
      counts(out, "seriesCountByLabelValuePair", head.seriesByPair());
      out.writeEndObject();
    });
  }

  private static void counts(JsonGenerator out, String name, List<PrometheusStatus.Count> counts)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (PrometheusStatus.Count count : counts) {
      out.writeStartObject();
      out.writeStringField("name", count.name());
      out.writeNumberField("value", count.value());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private Reply metrics() {
    StringBuilder out = new StringBuilder();
    Map<String, MetricFamily> sorted = new TreeMap<>();
    self.families().forEach(family -> sorted.put(family.name(), family));
    sorted.values().forEach(family -> TextFormat.family(out, family));
    return Reply.bytes(
        200, TextFormat.CONTENT_TYPE, out.toString().getBytes(StandardCharsets.UTF_8));
  }
}
