package io.mallwatch.doors.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is scraped, with which settings, and what relabelling does.
final class TargetRoutes {

  private final TargetsView view;
  private final PrometheusPorts.PromqlText promql;

  TargetRoutes(TargetsView view, PrometheusPorts.PromqlText promql) {
    this.view = view;
    this.promql = promql;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets", this::targets),
        Route.get("/api/v1/targets/metadata", this::metadata),
        Route.get("/api/v1/targets/relabel_steps", this::relabelSteps),
        Route.get("/api/v1/scrape_pools", _ -> pools()),
        Route.get("/api/v1/scrape_pools/config", this::poolConfig));
  }

  private Reply targets(Call call) {
    String state = call.param("state").orElse("any").toLowerCase(Locale.ROOT);
    String pool = call.param("scrapePool").orElse("");
    boolean active = state.equals("any") || state.equals("active");
    boolean dropped = state.equals("any") || state.equals("dropped");
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("activeTargets");
      for (TargetsView.Target target : active ? view.targets() : List.<TargetsView.Target>of()) {
        if (pool.isEmpty() || pool.equals(target.pool())) {
          target(out, target);
        }
      }
      out.writeEndArray();
      out.writeArrayFieldStart("droppedTargets");
      for (TargetsView.Dropped target : dropped ? view.dropped() : List.<TargetsView.Dropped>of()) {
        if (pool.isEmpty() || pool.equals(target.pool())) {
          out.writeStartObject();
          out.writeFieldName("discoveredLabels");
          Envelope.labels(out, target.discovered());
          out.writeStringField("scrapePool", target.pool());
          out.writeEndObject();
        }
      }
      out.writeEndArray();
      if (dropped) {
        out.writeObjectFieldStart("droppedTargetCounts");
        for (Map.Entry<String, Integer> count : new TreeMap<>(view.droppedCounts()).entrySet()) {
          out.writeNumberField(count.getKey(), count.getValue());
        }
        out.writeEndObject();
      } else {
        out.writeNullField("droppedTargetCounts");
      }
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
    out.writeStringField("globalUrl", target.globalUrl());
    out.writeStringField("lastError", target.lastError());
    out.writeStringField("lastScrape", Envelope.time(target.lastScrape()));
    Envelope.seconds(out, "lastScrapeDuration", target.lastScrapeDuration());
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

  private Reply metadata(Call call) {
    int limit = SeriesRoutes.number(call, "limit");
    String metric = call.param("metric").orElse("");
    String selector = call.param("match_target").orElse("");
    List<Matcher> matchers =
        selector.isEmpty()
            ? List.of()
            : QueryParams.naming("match_target", () -> QueryParams.selector(selector, promql));
    return Envelope.success(out -> {
      out.writeStartArray();
      int count = 0;
      for (TargetsView.TargetMetadata one : view.metadata()) {
        MetricMetadata meta = one.metadata();
        if ((limit < 0 || count < limit)
            && (metric.isEmpty() || metric.equals(meta.family()))
            && matchers.stream().allMatch(matcher -> matcher.matches(one.target()))) {
          metadata(out, one, metric.isEmpty());
          count++;
        }
      }
      out.writeEndArray();
    });
  }

  private static void metadata(
      JsonGenerator out, TargetsView.TargetMetadata one, boolean withFamily) throws IOException {
    out.writeStartObject();
    out.writeFieldName("target");
    Envelope.labels(out, one.target());
    if (withFamily) {
      out.writeStringField("metric", one.metadata().family());
    }
    out.writeStringField("type", one.metadata().type());
    out.writeStringField("help", one.metadata().help());
    out.writeStringField("unit", one.metadata().unit());
    out.writeEndObject();
  }

  private Reply pools() {
    List<String> pools = view.pools();
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeFieldName("scrapePools");
      Envelope.strings(out, pools);
      out.writeEndObject();
    });
  }

  private Reply poolConfig(Call call) {
    String pool = pool(call);
    String yaml = view.configYaml(pool).orElseThrow(() -> noPool(pool));
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeStringField("yaml", yaml);
      out.writeEndObject();
    });
  }

  private static String pool(Call call) {
    return call.param("scrapePool")
        .orElseThrow(() -> new RefusedException(Problem.bad("no scrapePool parameter provided")));
  }

  private static RefusedException noPool(String pool) {
    return new RefusedException(
        Problem.bad(
            "error retrieving scrape config: scrape pool \"%s\" not found".formatted(pool)));
  }

  private Reply relabelSteps(Call call) {
    String pool = pool(call);
    Labels labels = labels(call);
    List<TargetsView.RelabelStep> steps =
        view.relabel(pool, labels).orElseThrow(() -> noPool(pool));
    return Envelope.success(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("steps");
      for (TargetsView.RelabelStep step : steps) {
        out.writeStartObject();
        out.writeFieldName("rule");
        Json.any(out, step.rule());
        out.writeFieldName("output");
        Envelope.labels(out, step.output());
        out.writeBooleanField("keep", step.keep());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static Labels labels(Call call) {
    String text =
        call.param("labels")
            .orElseThrow(() -> new RefusedException(Problem.bad("no labels parameter provided")));
    Map<String, String> labels = new HashMap<>();
    try {
      if (!(Json.tree(text.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map)) {
        throw new RefusedException(Problem.bad("an object of names and values is needed"));
      }
      map.forEach((name, value) -> {
        if (!(value instanceof String string)) {
          throw new RefusedException(Problem.bad("the value of %s is no text".formatted(name)));
        }
        labels.put(String.valueOf(name), string);
      });
    } catch (RefusedException e) {
      throw new RefusedException(Problem.bad("error parsing labels: " + e.problem().message()));
    }
    return Labels.of(labels);
  }
}
