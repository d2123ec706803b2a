package io.mallwatch.ops.incident.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogReads;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.TimeRange;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Gathers what the platform knows about an incident into one zip: `index.html` to read it,
/// `incident.json` with the timeline, the values behind each alert as CSV and picture, failed
/// traces, log lines, rules, the draft of a post-mortem, and `manifest.json` with the SHA-256 of
/// each file. What a store cannot give is named in the manifest; the rest is there all the same.
public final class EvidenceBundle {

  private static final Duration BEFORE = Duration.ofMinutes(30);
  private static final Duration AFTER = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int POINTS = 240;
  private static final int MOST_CHARTS = 20;
  private static final int MOST_LINES = 500;
  private static final int MOST_TRACES = 20;

  /// Where evidence comes from.
  ///
  /// @param ruleText of an alert's name; empty when no rule of ours raised it
  /// @param version of this program
  public record Sources(
      MetricQueries metrics,
      LogReads logs,
      TraceStore traces,
      Function<String, Optional<String>> ruleText,
      String version) {}

  private final Sources sources;
  private final ZoneId zone;
  private final InstantSource clock;

  public EvidenceBundle(Sources sources, ZoneId zone, InstantSource clock) {
    this.sources = sources;
    this.zone = zone;
    this.clock = clock;
  }

  /// What an alert says of where it came from.
  private record Question(String alert, String expression) {}

  /// The zip.
  ///
  /// @param timeline whole, oldest first
  /// @param expressions PromQL by alert name
  /// @param lostYuan what it cost, when that is known
  public byte[] zip(
      Incident incident,
      List<TimelineEvent> timeline,
      Map<String, String> expressions,
      Optional<Double> lostYuan) {
    Instant now = clock.instant();
    TimeRange range = range(incident, now);
    EvidenceFiles files = new EvidenceFiles();
    List<Chart> charts = charts(incident, expressions, range, files);
    List<LogHit> lines = lines(incident, range, files);
    List<TraceSummary> traces = traces(incident, range, files);
    files.add(
        "index.html",
        new IndexPage(incident, zone)
            .alerts(incident.alerts())
            .timeline(timeline)
            .charts(charts)
            .logs(lines)
            .traces(traces)
            .missing(files.problems())
            .html());
    files.add("incident.json", incident(incident, timeline));
    for (boolean chinese : new boolean[] {true, false}) {
      files.add(
          chinese ? "postmortem.zh.md" : "postmortem.en.md",
          Postmortem.draft(incident, timeline, lostYuan, zone, chinese, now));
    }
    for (String name : names(incident)) {
      sources
          .ruleText()
          .apply(name)
          .ifPresent(text -> files.add("rules/" + safe(name) + ".yml", text));
    }
    return files.zip(incident.id(), now, sources.version());
  }

  private static TimeRange range(Incident incident, Instant now) {
    Instant ended = incident.resolvedAt();
    Instant until = ended == null || ended.plus(AFTER).isAfter(now) ? now : ended.plus(AFTER);
    Instant began =
        incident.alerts().stream()
            .map(IncidentAlert::startsAt)
            .filter(at -> at.isBefore(incident.openedAt()))
            .min(Instant::compareTo)
            .orElse(incident.openedAt());
    Instant from = began.minus(BEFORE);
    Instant least = until.minus(LONGEST);
    return new TimeRange(from.isBefore(least) ? least : from, until.plusMillis(1));
  }

  private static List<String> names(Incident incident) {
    return incident.alerts().stream().map(IncidentAlert::name).distinct().toList();
  }

  private List<Chart> charts(
      Incident incident, Map<String, String> expressions, TimeRange range, EvidenceFiles files) {
    List<Chart> charts = new ArrayList<>();
    Duration step = Duration.ofSeconds(Math.max(15, range.length().toSeconds() / POINTS));
    List<Question> questions =
        expressions.entrySet().stream()
            .limit(MOST_CHARTS)
            .map(entry -> new Question(entry.getKey(), bare(entry.getValue())))
            .toList();
    for (Question question : questions) {
      try {
        QueryResult result =
            sources
                .metrics()
                .range(
                    question.expression(),
                    range.from(),
                    range.to(),
                    step,
                    QueryOptions.interactive(Deadline.after(PATIENCE)));
        if (result.value() instanceof QueryResult.Matrix(var series)) {
          Chart chart =
              new Chart(
                  question.alert() + ": " + question.expression(),
                  series,
                  range.from(),
                  range.to(),
                  incident.openedAt());
          charts.add(chart);
          files.add("charts/" + safe(question.alert()) + ".csv", chart.csv());
          files.add("charts/" + safe(question.alert()) + ".svg", chart.svg());
        }
      } catch (RuntimeException e) {
        files.missing("chart of " + question.alert(), String.valueOf(e.getMessage()));
      }
    }
    return charts;
  }

  /// The expression without its threshold, so that the chart shows the value all along.
  static String bare(String expression) {
    boolean compound = expression.matches("(?s).*\\b(and|or|unless)\\b.*");
    return compound
        ? expression
        : expression.replaceFirst("(?s)\\s*(<=|>=|==|!=|<|>)\\s*[-+]?[0-9.]+(e-?[0-9]+)?\\s*$", "");
  }

  private static List<String> services(Incident incident) {
    return incident.alerts().stream()
        .map(alert -> alert.labels().get("service"))
        .filter(service -> !service.isEmpty())
        .distinct()
        .toList();
  }

  private List<LogHit> lines(Incident incident, TimeRange range, EvidenceFiles files) {
    LogFilter bad = new LogFilter.In("level", List.of("error", "warn"));
    List<String> services = services(incident);
    LogFilter filter =
        services.isEmpty()
            ? bad
            : new LogFilter.And(List.of(bad, new LogFilter.In("service", services)));
    try {
      List<LogHit> hits =
          sources
              .logs()
              .search(LogQuery.newest(range, filter, MOST_LINES, Deadline.after(PATIENCE)))
              .hits();
      StringBuilder out = new StringBuilder();
      for (LogHit hit : hits) {
        out.append(new String(line(hit.entry()), StandardCharsets.UTF_8)).append('\n');
      }
      files.add("logs.ndjson", out.toString());
      return hits;
    } catch (RuntimeException e) {
      files.missing("log lines", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static byte[] line(LogEntry entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("timestamp", entry.timestamp());
    fields.put("level", entry.level().text());
    fields.put("service", entry.service());
    fields.put("message", entry.message());
    LogEntry.LogError error = entry.error();
    if (error != null) {
      fields.put("error.name", error.name());
      fields.put("error.message", error.message());
    }
    String trace = entry.traceId();
    if (trace != null) {
      fields.put("traceId", trace);
    }
    entry.data().forEach((name, value) -> fields.put("data." + name, value));
    return EvidenceFiles.json(out -> texts(out, fields));
  }

  private static void texts(JsonGenerator out, Map<String, ?> fields) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, ?> field : fields.entrySet()) {
      out.writeStringField(field.getKey(), String.valueOf(field.getValue()));
    }
    out.writeEndObject();
  }

  private List<TraceSummary> traces(Incident incident, TimeRange range, EvidenceFiles files) {
    List<String> services = services(incident);
    List<TraceSummary> found = new ArrayList<>();
    try {
      for (String service : services.isEmpty() ? List.of("") : services) {
        found.addAll(
            sources
                .traces()
                .find(
                    new TraceQuery(
                        range,
                        service,
                        "",
                        Map.of("error", "true"),
                        null,
                        null,
                        List.of(),
                        MOST_TRACES,
                        Deadline.after(PATIENCE))));
      }
      List<TraceSummary> kept = found.stream().distinct().limit(MOST_TRACES).toList();
      for (TraceSummary summary : kept) {
        sources
            .traces()
            .trace(summary.traceId(), Deadline.after(PATIENCE))
            .ifPresent(trace -> {
              files.add("traces/" + summary.traceId() + ".json", TraceJson.write(trace));
              files.add("traces/" + summary.traceId() + ".otlp.pb", trace.otlp());
            });
      }
      return kept;
    } catch (RuntimeException e) {
      files.missing("traces", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static byte[] incident(Incident incident, List<TimelineEvent> timeline) {
    return EvidenceFiles.json(out -> {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      out.writeStringField("id", incident.id());
      out.writeStringField("title", incident.title());
      out.writeStringField("priority", incident.priority().name());
      out.writeStringField("state", incident.state().name());
      out.writeStringField("openedAt", incident.openedAt().toString());
      out.writeStringField("acknowledgedAt", text(incident.acknowledgedAt()));
      out.writeStringField("acknowledgedBy", text(incident.acknowledgedBy()));
      out.writeStringField("resolvedAt", text(incident.resolvedAt()));
      out.writeStringField("responseDue", incident.responseDue().toString());
      out.writeStringField("resolutionDue", incident.resolutionDue().toString());
      out.writeStringField("assignee", incident.handling().assignee());
      out.writeArrayFieldStart("alerts");
      for (IncidentAlert alert : incident.alerts()) {
        out.writeStartObject();
        out.writeStringField("fingerprint", alert.fingerprint());
        out.writeFieldName("labels");
        texts(out, alert.labels().toMap());
        out.writeFieldName("annotations");
        texts(out, alert.annotations());
        out.writeStringField("startsAt", alert.startsAt().toString());
        out.writeStringField("endsAt", text(alert.endsAt()));
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeArrayFieldStart("timeline");
      for (TimelineEvent event : timeline) {
        out.writeStartObject();
        out.writeStringField("at", event.at().toString());
        out.writeStringField("kind", event.kind().text());
        out.writeStringField("by", event.by());
        out.writeStringField("zh", event.zh());
        out.writeStringField("en", event.en());
        out.writeFieldName("data");
        texts(out, event.data());
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
