package io.mallwatch.doors.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpHttp;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import io.mallwatch.traces.WholeTraces;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The first generation: `/api/services`, `/api/traces`, `/api/dependencies`.
final class V1Routes {

  private static final int DEFAULT_LIMIT = 100;
  private static final Duration DEFAULT_LOOKBACK = Duration.ofDays(2);

  private final TraceStore traces;
  private final InstantSource clock;

  V1Routes(TraceStore traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/services", _ -> names(traces.services())),
        Route.get("/api/services/{service}/operations", this::operationNames),
        Route.get("/api/operations", this::operations),
        Route.get("/api/traces", this::search),
        Route.get("/api/traces/{id}", this::trace),
        Route.post("/api/archive/{id}", this::archive),
        Route.post("/api/transform", V1Routes::transform),
        Route.get("/api/dependencies", this::dependencies));
  }

  /// Something that is not in the answer, and why.
  private record Missing(int code, String message, String traceId) {}

  private static Reply envelope(int total, List<Missing> missing, Json.Writer data) {
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeFieldName("data");
          data.write(out);
          out.writeNumberField("total", total);
          out.writeNumberField("limit", 0);
          out.writeNumberField("offset", 0);
          errors(out, missing);
          out.writeEndObject();
        });
  }

  private static void errors(JsonGenerator out, List<Missing> missing) throws IOException {
    if (missing.isEmpty()) {
      out.writeNullField("errors");
      return;
    }
    out.writeArrayFieldStart("errors");
    for (Missing one : missing) {
      out.writeStartObject();
      out.writeNumberField("code", one.code());
      out.writeStringField("msg", one.message());
      out.writeStringField("traceID", UiTrace.traceId(one.traceId()));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static Reply names(List<String> names) {
    return envelope(
        names.size(),
        List.of(),
        out -> {
          out.writeStartArray();
          for (String name : names) {
            out.writeString(name);
          }
          out.writeEndArray();
        });
  }

  private Reply operationNames(Call call) {
    return names(
        traces.operations(call.path("service")).stream()
            .map(Operation::name)
            .distinct()
            .sorted()
            .toList());
  }

  private Reply operations(Call call) {
    String service =
        call.param("service")
            .orElseThrow(() -> JaegerParams.bad("parameter 'service' is required"));
    String kind = call.param("spanKind").orElse("");
    List<Operation> found =
        traces.operations(service).stream()
            .filter(operation -> kind.isEmpty() || kind.equals(kind(operation)))
            .toList();
    return envelope(
        found.size(),
        List.of(),
        out -> {
          out.writeStartArray();
          for (Operation operation : found) {
            out.writeStartObject();
            out.writeStringField("name", operation.name());
            out.writeStringField("spanKind", kind(operation));
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static String kind(Operation operation) {
    return operation.kind() == Span.Kind.UNSPECIFIED
        ? ""
        : operation.kind().name().toLowerCase(Locale.ROOT);
  }

  private Reply search(Call call) {
    List<String> ids = call.params().all("traceID").stream().map(JaegerParams::traceId).toList();
    if (!ids.isEmpty()) {
      return answer(call, ids);
    }
    TraceQuery query = query(call);
    if (query.service().isEmpty() && !traces.capabilities().searchWithoutService()) {
      throw JaegerParams.bad("parameter 'service' is required");
    }
    return answer(call, traces.find(query).stream().map(TraceSummary::traceId).toList());
  }

  private TraceQuery query(Call call) {
    Instant end = JaegerParams.micros(call, "end", clock.instant());
    Instant start = JaegerParams.micros(call, "start", end.minus(DEFAULT_LOOKBACK));
    if (end.isBefore(start)) {
      throw JaegerParams.bad("'end' should not be before 'start'");
    }
    @Nullable Duration min = JaegerParams.duration(call, "minDuration");
    @Nullable Duration max = JaegerParams.duration(call, "maxDuration");
    JaegerParams.checkDurations(min, max);
    return new TraceQuery(
        new TimeRange(start, end.plus(1, ChronoUnit.MICROS)),
        call.param("service").orElse(""),
        call.param("operation").orElse(""),
        JaegerParams.tags(call),
        min,
        max,
        List.of(),
        JaegerParams.limit(call, "limit", DEFAULT_LIMIT),
        call.deadline());
  }

  private Reply answer(Call call, List<String> ids) {
    WholeTraces whole = WholeTraces.of(traces, ids, call.deadline());
    List<Missing> missing = new ArrayList<>();
    whole.missing().forEach(id -> missing.add(new Missing(404, "trace not found", id)));
    whole.leftOut().forEach(id -> missing.add(new Missing(413, whole.warning(), id)));
    return answer(whole.found(), missing);
  }

  private static Reply answer(List<Trace> found, List<Missing> missing) {
    return envelope(
        found.size(),
        missing,
        out -> {
          out.writeStartArray();
          for (Trace trace : found) {
            UiTrace.write(out, trace);
          }
          out.writeEndArray();
        });
  }

  private Reply trace(Call call) {
    String id = JaegerParams.traceId(call.path("id"));
    Trace found =
        traces
            .trace(id, call.deadline())
            .orElseThrow(() -> new RefusedException(Problem.notFound("trace not found")));
    return answer(List.of(found), List.of());
  }

  private Reply archive(Call call) {
    if (!traces.archive(JaegerParams.traceId(call.path("id")))) {
      throw new RefusedException(Problem.notFound("trace not found"));
    }
    return envelope(
        0,
        List.of(),
        out -> {
          out.writeStartArray();
          out.writeEndArray();
        });
  }

  /// OTLP's JSON into the JSON of Jaeger UI.
  private static Reply transform(Call call) {
    Map<String, List<Span>> byTrace = new LinkedHashMap<>();
    for (Span span : SpanBatch.read(OtlpHttp.Signal.TRACES.toProtobuf(call.body())).spans()) {
      byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span);
    }
    List<Trace> found = new ArrayList<>();
    byTrace.forEach((id, spans) -> found.add(Trace.of(id, spans)));
    return answer(found, List.of());
  }

  private Reply dependencies(Call call) {
    Instant end =
        call.param("endTs")
            .map(text -> Instant.ofEpochMilli(JaegerParams.whole("endTs", text)))
            .orElseGet(clock::instant);
    Duration lookback =
        call.param("lookback")
            .map(text -> Duration.ofMillis(JaegerParams.whole("lookback", text)))
            .orElse(Duration.ofDays(1));
    String service = call.param("service").orElse("");
    record Ends(String parent, String child) {}
    Map<Ends, long[]> calls =
        new TreeMap<>(Comparator.comparing(Ends::parent).thenComparing(Ends::child));
    for (ServiceEdge edge : traces.dependencies(TimeRange.before(end, lookback))) {
      if (service.isEmpty() || edge.parent().equals(service) || edge.child().equals(service)) {
        long[] sums =
            calls.computeIfAbsent(new Ends(edge.parent(), edge.child()), _ -> new long[2]);
        sums[0] += edge.calls();
        sums[1] += edge.errors();
      }
    }
    return envelope(
        calls.size(),
        List.of(),
        out -> {
          out.writeStartArray();
          for (Map.Entry<Ends, long[]> edge : calls.entrySet()) {
            out.writeStartObject();
            out.writeStringField("parent", edge.getKey().parent());
            out.writeStringField("child", edge.getKey().child());
            out.writeNumberField("callCount", edge.getValue()[0]);
            out.writeNumberField("errorCount", edge.getValue()[1]);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
