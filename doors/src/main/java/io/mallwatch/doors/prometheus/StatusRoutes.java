package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.prometheus.format.SelfMetricsJson;
import io.mallwatch.doors.prometheus.format.TextFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Facts about the server, health, and its own metrics.
final class StatusRoutes {

  /// Longest list of counts.
  private static final int MAX_COUNTS = 10_000;

  private final PrometheusStatus status;
  private final PrometheusPorts.SelfMetrics self;

  StatusRoutes(PrometheusPorts.Shown ports) {
    this.status = ports.status();
    this.self = ports.self();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/alertmanagers", _ -> alertmanagers()),
        Route.get("/api/v1/features", _ -> features()),
        Route.get("/api/v1/notifications", _ -> notifications()),
        Route.get("/api/v1/status/buildinfo", _ -> build()),
        Route.get("/api/v1/status/config", _ -> config()),
        Route.get("/api/v1/status/flags", _ -> flags()),
        Route.get("/api/v1/status/runtimeinfo", _ -> runtime()),
        Route.get("/api/v1/status/self_metrics", this::selfMetrics),
        Route.get("/api/v1/status/tsdb", this::tsdb),
        Route.get("/api/v1/status/tsdb/blocks", _ -> blocks()),
        Route.get("/api/v1/status/walreplay", _ -> walReplay()),
        Route.get("/version", _ -> Reply.json(200, this::build)),
        Route.get("/-/healthy", _ -> Reply.text(200, "Prometheus Server is Healthy.\n")),
        Route.get("/-/ready", _ -> ready()),
        Route.get("/metrics", _ -> metrics()));
  }

  private Reply ready() {
    return status.isReady()
        ? Reply.text(200, "Prometheus Server is Ready.\n")
        : Reply.text(503, "Service Unavailable").with("x-prometheus-stopping", "false");
  }

  private Reply build() {
    return Envelope.success(this::build);
  }

  private void build(JsonGenerator out) throws IOException {
    PrometheusStatus.Build build = status.build();
    out.writeStartObject();
    out.writeStringField("version", build.version());
    out.writeStringField("revision", build.revision());
    out.writeStringField("branch", build.branch());
    out.writeStringField("buildUser", build.buildUser());
    out.writeStringField("buildDate", build.buildDate());
    out.writeStringField("goVersion", "");
    out.writeEndObject();
  }

  private Reply alertmanagers() {
    List<String> urls = status.alertmanagers();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("activeAlertmanagers");
      for (String url : urls) {
        out.writeStartObject();
        out.writeStringField("url", url);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("droppedAlertmanagers");
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private Reply features() {
    Map<String, Map<String, Boolean>> groups = new TreeMap<>(status.features());
    return Envelope.success(out -> {
      out.writeStartObject();
      for (Map.Entry<String, Map<String, Boolean>> group : groups.entrySet()) {
        out.writeFieldName(group.getKey());
        Json.any(out, new TreeMap<>(group.getValue()));
      }
      out.writeEndObject();
    });
  }

  private Reply notifications() {
    List<PrometheusStatus.Notice> notices = status.notices();
    return Envelope.success(out -> {
      out.writeStartArray();
      for (PrometheusStatus.Notice notice : notices) {
        out.writeStartObject();
        out.writeStringField("text", notice.text());
        out.writeStringField("date", Envelope.time(notice.since()));
        out.writeBooleanField("active", true);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  /// The log was replayed before the doors opened; there is nothing left of it.
  private static Reply walReplay() {
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeNumberField("min", 0);
      out.writeNumberField("max", 0);
      out.writeNumberField("current", 0);
      out.writeEndObject();
    });
  }

  private Reply blocks() {
    List<PrometheusStatus.Block> blocks = status.blocks();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("blocks");
      for (PrometheusStatus.Block block : blocks) {
        out.writeStartObject();
        out.writeStringField("ulid", block.id());
        out.writeNumberField("minTime", block.minTimeMillis());
        out.writeNumberField("maxTime", block.maxTimeMillis());
        out.writeObjectFieldStart("stats");
        out.writeNumberField("numSamples", block.samples());
        out.writeNumberField("numSeries", block.series());
        out.writeNumberField("numChunks", block.chunks());
        out.writeEndObject();
        out.writeObjectFieldStart("compaction");
        out.writeNumberField("level", block.level());
        out.writeEndObject();
        out.writeNumberField("version", 1);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  /// Our own metrics in the JSON form of the protobuf exposition format.
  private Reply selfMetrics(Call call) {
    String pattern = call.param("metric_name_pattern").orElse("");
    Pattern wanted;
    try {
      wanted = Pattern.compile("^(?:" + (pattern.isEmpty() ? ".*" : pattern) + ")$");
    } catch (PatternSyntaxException e) {
      throw new RefusedException(Problem.bad("invalid metric_name_pattern: " + e.getDescription()));
    }
    List<MetricFamily> families = new ArrayList<>(self.families());
    families.removeIf(family -> !wanted.matcher(family.name()).matches());
    families.sort(Comparator.comparing(MetricFamily::name));
    return Envelope.success(out -> {
      out.writeStartArray();
      for (MetricFamily family : families) {
        SelfMetricsJson.family(out, family);
      }
      out.writeEndArray();
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
    int limit = tsdbLimit(call.param("limit").orElse("10"));
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

  private static int tsdbLimit(String text) {
    int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1) {
      throw new RefusedException(Problem.bad("limit must be a positive number"));
    }
    if (limit > MAX_COUNTS) {
      throw new RefusedException(Problem.bad("limit must not exceed " + MAX_COUNTS));
    }
    return limit;
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
