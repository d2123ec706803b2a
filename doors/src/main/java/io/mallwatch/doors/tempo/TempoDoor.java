package io.mallwatch.doors.tempo;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpTraceJson;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.RecentAttributes;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// Tempo as Grafana knows it.
public final class TempoDoor implements Door {

  private static final String PROTOBUF = "application/protobuf";
  private static final int DEFAULT_LIMIT = 20;
  private static final List<String> INTRINSICS = List.of("duration", "kind", "name", "status");

  private final TraceStore traces;
  private final String version;
  private final InstantSource clock;

  /// @param version told as the build's
  public TempoDoor(TraceStore traces, String version, InstantSource clock) {
    this.traces = traces;
    this.version = version;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "tempo";
  }

  @Override
  public String prefix() {
    return "/tempo";
  }

  @Override
  public ErrorShape errors() {
    return (problem, _) -> Reply.text(problem.status(), problem.message() + "\n");
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/api/echo", _ -> Reply.text(200, "echo")),
        Route.get("/ready", _ -> Reply.text(200, "ready\n")),
        Route.get("/api/status/buildinfo", _ -> buildInfo()),
        Route.get("/status/buildinfo", _ -> buildInfo()),
        Route.get("/api/traces/{id}", this::trace),
        Route.get("/api/v2/traces/{id}", this::traceV2),
        Route.get("/api/search", this::search),
        Route.get("/api/search/tags", this::tags),
        Route.get("/api/v2/search/tags", this::tagsV2),
        Route.get("/api/search/tag/{tag}/values", this::values),
        Route.get("/api/v2/search/tag/{tag}/values", this::valuesV2));
  }

  private Reply buildInfo() {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("version", version);
          out.writeEndObject();
        });
  }

  private Trace found(Call call) {
    String id = call.path("id");
    if (!id.matches("[0-9a-fA-F]{1,32}")) {
      throw TempoParams.bad("trace IDs can only contain hex characters: '%s'".formatted(id));
    }
    return traces
        .trace(id, call.deadline())
        .orElseThrow(() -> new RefusedException(Problem.notFound("trace not found")));
  }

  private static boolean wantsProtobuf(Call call) {
    return call.header("accept").orElse("").contains(PROTOBUF);
  }

  private Reply trace(Call call) {
    Trace trace = found(call);
    if (wantsProtobuf(call)) {
      return Reply.bytes(200, PROTOBUF, trace.otlp());
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          spans(out, "batches", trace);
          out.writeEndObject();
        });
  }

  private static void spans(JsonGenerator out, String name, Trace trace) throws IOException {
    OtlpTraceJson.write(out, name, trace.spans(), OtlpTraceJson.Style.PROTOBUF);
  }

  private Reply traceV2(Call call) {
    Trace trace = found(call);
    if (wantsProtobuf(call)) {
      return Reply.bytes(200, PROTOBUF, new ProtoWriter().bytes(1, trace.otlp()).toByteArray());
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("trace");
          spans(out, "resourceSpans", trace);
          out.writeEndObject();
          out.writeObjectFieldStart("metrics");
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private Reply search(Call call) {
    long limit = TempoParams.number(call, "limit", DEFAULT_LIMIT);
    if (limit < 1) {
      throw TempoParams.bad("invalid limit: must be a positive number");
    }
    TraceQl.Asked asked = call.param("q").map(TraceQl::parse).orElseGet(() -> byTags(call));
    List<TraceSummary> found =
        traces.find(
            new TraceQuery(
                TempoParams.range(call, clock.instant()),
                asked.service(),
                asked.operation(),
                asked.attributes(),
                asked.least(),
                asked.most(),
                asked.conditions(),
                (int) Math.min(limit, TraceQuery.MAX_LIMIT),
                call.deadline()));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("traces");
          for (TraceSummary summary : found) {
            summary(out, summary);
          }
          out.writeEndArray();
          out.writeObjectFieldStart("metrics");
          out.writeNumberField("inspectedTraces", found.size());
          out.writeEndObject();
          out.writeEndObject();
        });
  }

  private static TraceQl.Asked byTags(Call call) {
    Map<String, String> attributes = new LinkedHashMap<>();
    call.param("tags").ifPresent(text -> attributes.putAll(TempoParams.logfmt(text)));
    String service = attributes.getOrDefault("service.name", "");
    String operation = attributes.getOrDefault("name", "");
    attributes.remove("service.name");
    attributes.remove("name");
    String status = attributes.remove("status");
    if ("error".equals(status)) {
      attributes.put("error", "true");
    } else if (status != null) {
      attributes.put("span.status", status);
    }
    return new TraceQl.Asked(
        service,
        operation,
        attributes,
        TempoParams.duration(call, "minDuration"),
        TempoParams.duration(call, "maxDuration"),
        List.of());
  }

  private static void summary(JsonGenerator out, TraceSummary summary) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceID", summary.traceId().replaceFirst("^0{1,31}", ""));
    out.writeStringField("rootServiceName", summary.rootService());
    out.writeStringField("rootTraceName", summary.rootOperation());
    out.writeStringField("startTimeUnixNano", Long.toString(summary.startNanos()));
    out.writeNumberField("durationMs", summary.durationNanos() / 1_000_000);
    out.writeObjectFieldStart("serviceStats");
    for (TraceSummary.ServiceCount service : summary.services()) {
      out.writeObjectFieldStart(service.service());
      out.writeNumberField("spanCount", service.spanCount());
      if (service.errorCount() > 0) {
        out.writeNumberField("errorCount", service.errorCount());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  private RecentAttributes recent(Call call) {
    return RecentAttributes.of(traces, TempoParams.range(call, clock.instant()), call.deadline());
  }

  private Reply tags(Call call) {
    RecentAttributes recent = recent(call);
    SortedSet<String> names = new TreeSet<>(recent.ofSpans().keySet());
    names.addAll(recent.ofResources().keySet());
    return Reply.json(200, out -> named(out, "tagNames", names));
  }

  private static void named(JsonGenerator out, String name, Collection<String> values)
      throws IOException {
    out.writeStartObject();
    array(out, name, values);
    out.writeEndObject();
  }

  private static void array(JsonGenerator out, String name, Collection<String> values)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
  }

  private Reply tagsV2(Call call) {
    RecentAttributes recent = recent(call);
    String wanted = call.param("scope").orElse("");
    Map<String, Collection<String>> scopes = new LinkedHashMap<>();
    scopes.put("resource", recent.ofResources().keySet());
    scopes.put("span", recent.ofSpans().keySet());
    scopes.put("intrinsic", INTRINSICS);
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("scopes");
          for (Map.Entry<String, Collection<String>> scope : scopes.entrySet()) {
            if (wanted.isEmpty() || wanted.equals("none") || wanted.equals(scope.getKey())) {
              out.writeStartObject();
              out.writeStringField("name", scope.getKey());
              array(out, "tags", scope.getValue());
              out.writeEndObject();
            }
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private Reply values(Call call) {
    SortedSet<String> values = valuesOf(call);
    return Reply.json(200, out -> named(out, "tagValues", values));
  }

  private Reply valuesV2(Call call) {
    SortedSet<String> values = valuesOf(call);
    boolean keyword = List.of("status", "kind").contains(call.path("tag"));
    Json.Writer writer =
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("tagValues");
          for (String value : values) {
            out.writeStartObject();
            out.writeStringField("type", keyword ? "keyword" : "string");
            out.writeStringField("value", value);
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        };
    return Reply.json(200, writer);
  }

  private SortedSet<String> valuesOf(Call call) {
    String tag = call.path("tag");
    SortedSet<String> values = new TreeSet<>();
    switch (tag) {
      case "status" -> values.addAll(List.of("error", "ok", "unset"));
      case "kind" ->
          values.addAll(
              List.of("client", "consumer", "internal", "producer", "server", "unspecified"));
      case "service.name", ".service.name", "resource.service.name" ->
          values.addAll(traces.services());
      case "name" -> {
        for (String service : traces.services()) {
          values.addAll(traces.operations(service).stream().map(Operation::name).toList());
        }
      }
      default -> {
        RecentAttributes recent = recent(call);
        if (!tag.startsWith("resource.")) {
          addAll(recent.ofSpans(), tag.startsWith("span.") ? tag.substring(5) : tag, values);
        }
        if (!tag.startsWith("span.")) {
          addAll(
              recent.ofResources(), tag.startsWith("resource.") ? tag.substring(9) : tag, values);
        }
      }
    }
    return values;
  }

  private static void addAll(
      Map<String, SortedSet<String>> from, String tag, SortedSet<String> into) {
    Collection<String> found = from.get(tag.startsWith(".") ? tag.substring(1) : tag);
    if (found != null) {
      into.addAll(found);
    }
  }
}
