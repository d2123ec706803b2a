package io.mallwatch.doors.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpTraceJson;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import io.mallwatch.traces.WholeTraces;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The third generation: `/api/v3`.
final class V3Routes {

  private static final int DEFAULT_LIMIT = 100;

  private final TraceStore traces;

  V3Routes(TraceStore traces) {
    this.traces = traces;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v3/services", _ -> services()),
        Route.get("/api/v3/operations", this::operations),
        Route.get("/api/v3/trace-summaries", this::summaries),
        Route.get("/api/v3/traces", this::search),
        Route.get("/api/v3/traces/{id}", this::trace));
  }

  private Reply services() {
    List<String> services = traces.services();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("services");
          for (String service : services) {
            out.writeString(service);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private Reply operations(Call call) {
    String service =
        call.param("service")
            .orElseThrow(() -> JaegerParams.bad("malformed parameter service: it is missing"));
    String wanted = either(call, "spanKind", "span_kind").orElse("");
    List<Operation> found =
        traces.operations(service).stream()
            .filter(operation -> wanted.isEmpty() || wanted.equals(kind(operation)))
            .toList();
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("operations");
          for (Operation operation : found) {
            out.writeStartObject();
            out.writeStringField("name", operation.name());
            out.writeStringField("spanKind", kind(operation));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static String kind(Operation operation) {
    return operation.kind() == Span.Kind.UNSPECIFIED
        ? "internal"
        : operation.kind().name().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> either(Call call, String camel, String snake) {
    return call.param(camel).or(() -> call.param(snake));
  }

  private static Instant time(Call call, String camel, String snake) {
    String text =
        either(call, camel, snake).orElseThrow(() -> JaegerParams.bad(camel + " is required"));
    return JaegerParams.time(camel, text);
  }

  private static TraceQuery query(Call call) {
    Instant from = time(call, "query.startTimeMin", "query.start_time_min");
    Instant to = time(call, "query.startTimeMax", "query.start_time_max");
    if (to.isBefore(from)) {
      throw JaegerParams.bad("query.startTimeMax should not be before query.startTimeMin");
    }
    @Nullable Duration min = duration(call, "query.durationMin", "query.duration_min");
    @Nullable Duration max = duration(call, "query.durationMax", "query.duration_max");
    JaegerParams.checkDurations(min, max);
    Map<String, String> attributes = new LinkedHashMap<>();
    call.param("query.attributes")
        .ifPresent(json -> JaegerParams.attributes("query.attributes", json, attributes));
    String limit =
        call.param("query.searchDepth").isPresent()
            ? "query.searchDepth"
            : call.param("query.search_depth").isPresent()
                ? "query.search_depth"
                : "query.num_traces";
    return new TraceQuery(
        new TimeRange(from, to.plusNanos(1)),
        either(call, "query.serviceName", "query.service_name").orElse(""),
        either(call, "query.operationName", "query.operation_name").orElse(""),
        attributes,
        min,
        max,
        List.of(),
        JaegerParams.limit(call, limit, DEFAULT_LIMIT),
        call.deadline());
  }

  private static @Nullable Duration duration(Call call, String camel, String snake) {
    return JaegerParams.duration(call, call.param(camel).isPresent() ? camel : snake);
  }

  private Reply summaries(Call call) {
    List<TraceSummary> found = traces.find(query(call));
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("summaries");
          for (TraceSummary summary : found) {
            summary(out, summary);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private static void summary(JsonGenerator out, TraceSummary summary) throws IOException {
    out.writeStartObject();
    out.writeStringField("traceId", summary.traceId());
    out.writeStringField("rootServiceName", summary.rootService());
    out.writeStringField("rootOperationName", summary.rootOperation());
    out.writeStringField("minStartTimeUnixNano", Long.toString(summary.startNanos()));
    out.writeStringField("maxEndTimeUnixNano", Long.toString(summary.endNanos()));
    out.writeNumberField("spanCount", summary.spanCount());
    out.writeNumberField("errorSpanCount", summary.errorCount());
    out.writeNumberField("orphanSpanCount", summary.orphanCount());
    out.writeArrayFieldStart("services");
    for (TraceSummary.ServiceCount service : summary.services()) {
      out.writeStartObject();
      out.writeStringField("name", service.service());
      out.writeNumberField("spanCount", service.spanCount());
      out.writeNumberField("errorSpanCount", service.errorCount());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private Reply search(Call call) {
    List<String> ids = traces.find(query(call)).stream().map(TraceSummary::traceId).toList();
    WholeTraces whole = WholeTraces.of(traces, ids, call.deadline());
    if (!whole.leftOut().isEmpty()) {
      throw new RefusedException(Problem.tooLarge(whole.warning()));
    }
    return result(whole.found().stream().flatMap(trace -> trace.spans().stream()).toList());
  }

  private Reply trace(Call call) {
    Trace trace =
        traces
            .trace(JaegerParams.traceId(call.path("id")), call.deadline())
            .orElseThrow(() -> new RefusedException(Problem.notFound("No traces found")));
    return result(trace.spans());
  }

  private static Reply result(List<Span> spans) {
    if (spans.isEmpty()) {
      throw new RefusedException(Problem.notFound("No traces found"));
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("result");
          OtlpTraceJson.write(out, "resourceSpans", spans, OtlpTraceJson.Style.OTLP);
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
