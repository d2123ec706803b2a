package io.mallwatch.doors.zipkin;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.model.TimeRange;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.OtlpSpanWriter;
import io.mallwatch.traces.RecentAttributes;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.SpanCondition;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import io.mallwatch.traces.WholeTraces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Zipkin as reporters and its UI know it.
public final class ZipkinDoor implements Door {

  private static final Duration DEFAULT_LOOKBACK = Duration.ofDays(1);
  private static final int DEFAULT_LIMIT = 10;

  private final TraceStore traces;
  private final OtlpIntake intake;
  private final DoorMetrics metrics;
  private final InstantSource clock;

  /// @param intake where spans go that come in
  public ZipkinDoor(
      TraceStore traces, OtlpIntake intake, DoorMetrics metrics, InstantSource clock) {
    this.traces = traces;
    this.intake = intake;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "zipkin";
  }

  @Override
  public String prefix() {
    return "/zipkin";
  }

  @Override
  public ErrorShape errors() {
    return (problem, _) -> Reply.text(problem.status(), problem.message() + "\n");
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/api/v2/spans", this::take),
        Route.get("/api/v2/services", _ -> names(traces.services())),
        Route.get("/api/v2/spans", this::spanNames),
        Route.get("/api/v2/remoteServices", this::remoteServices),
        Route.get("/api/v2/traces", this::search),
        Route.get("/api/v2/trace/{id}", this::trace),
        Route.get("/api/v2/traceMany", this::traceMany),
        Route.get("/api/v2/dependencies", this::dependencies),
        Route.get("/api/v2/autocompleteKeys", this::keys),
        Route.get("/api/v2/autocompleteValues", this::values));
  }

  private Reply take(Call call) {
    ZipkinSpans.Read read =
        switch (call.head().mediaType()) {
          case Reply.JSON, "" -> ZipkinSpans.json(call.body());
          case "application/x-protobuf", "application/protobuf" ->
              ZipkinSpans.protobuf(call.body());
          default ->
              throw new RefusedException(
                  Problem.unsupportedMediaType(
                      "Content-Type must be application/json or application/x-protobuf"));
        };
    if (read.rejected() > 0) {
      metrics.dropped(name(), "bad_id", read.rejected());
    }
    if (read.spans().isEmpty() && read.rejected() > 0) {
      throw bad("no span has a trace id of 16 or 32 and an id of 16 hex digits, not all zero");
    }
    var outcome = intake.accept(OtlpSpanWriter.request(read.spans()));
    outcome.rejected().forEach((why, count) -> metrics.dropped(name(), why, count));
    return Reply.empty(202);
  }

  private static RefusedException bad(String why) {
    return new RefusedException(Problem.bad(why));
  }

  private static Reply names(Collection<String> names) {
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (String name : names) {
            out.writeString(name);
          }
          out.writeEndArray();
        });
  }

  private static String needed(Call call, String name) {
    return call.param(name).orElseThrow(() -> bad("parameter '%s' is missing".formatted(name)));
  }

  private Reply spanNames(Call call) {
    return names(
        traces.operations(needed(call, "serviceName")).stream()
            .map(Operation::name)
            .distinct()
            .sorted()
            .toList());
  }

  private Reply remoteServices(Call call) {
    String service = needed(call, "serviceName");
    SortedSet<String> called = new TreeSet<>();
    for (ServiceEdge edge :
        traces.dependencies(TimeRange.before(clock.instant(), DEFAULT_LOOKBACK))) {
      if (edge.parent().equals(service)) {
        called.add(edge.child());
      }
    }
    return names(called);
  }

  private static long number(Call call, String name, long absent) {
    return call.param(name)
        .map(text -> {
          try {
            return Long.parseLong(text);
          } catch (NumberFormatException e) {
            throw bad("%s: '%s' is not a whole number".formatted(name, text));
          }
        })
        .orElse(absent);
  }

  private TimeRange range(Call call) {
    Instant end = Instant.ofEpochMilli(number(call, "endTs", clock.instant().toEpochMilli()));
    long lookback = number(call, "lookback", DEFAULT_LOOKBACK.toMillis());
    if (lookback <= 0) {
      throw bad("lookback must be more than 0");
    }
    return TimeRange.before(end.plusMillis(1), Duration.ofMillis(lookback));
  }

  private Reply search(Call call) {
    Map<String, String> attributes = new LinkedHashMap<>();
    List<SpanCondition> conditions = new ArrayList<>();
    for (String part : call.param("annotationQuery").orElse("").split(" and ", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        attributes.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      } else if (part.strip().equals("error")) {
        attributes.put("error", "true");
      } else if (!part.isBlank()) {
        conditions.add(
            new SpanCondition(
                SpanCondition.Place.EITHER, part.strip(), SpanCondition.Operator.PRESENT, ""));
      }
    }
    call.param("remoteServiceName")
        .ifPresent(remote -> attributes.put("peer.service", remote.toLowerCase(Locale.ROOT)));
    String operation = call.param("spanName").filter(name -> !name.equals("all")).orElse("");
    long limit = number(call, "limit", DEFAULT_LIMIT);
    if (limit < 1) {
      throw bad("limit must be more than 0");
    }
    TraceQuery query =
        new TraceQuery(
            range(call),
            call.param("serviceName").filter(name -> !name.equals("all")).orElse(""),
            operation,
            attributes,
            micros(call, "minDuration"),
            micros(call, "maxDuration"),
            conditions,
            (int) Math.min(limit, TraceQuery.MAX_LIMIT),
            call.deadline());
    return whole(call, traces.find(query).stream().map(TraceSummary::traceId).toList());
  }

  private static @Nullable Duration micros(Call call, String name) {
    long micros = number(call, name, -1);
    return micros < 0 ? null : Duration.ofNanos(Math.multiplyExact(micros, 1_000L));
  }

  private Reply whole(Call call, List<String> ids) {
    WholeTraces whole = WholeTraces.of(traces, ids, call.deadline());
    if (!whole.leftOut().isEmpty()) {
      throw new RefusedException(Problem.tooLarge(whole.warning()));
    }
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (Trace trace : whole.found()) {
            ZipkinJson.write(out, trace);
          }
          out.writeEndArray();
        });
  }

  private static String id(String given) {
    if (!given.matches("[0-9a-fA-F]{1,32}")) {
      throw bad(
          "%s should be a 1 to 32 character lower-hex string with no prefix".formatted(given));
    }
    return given.toLowerCase(Locale.ROOT);
  }

  private Reply trace(Call call) {
    String id = id(call.path("id"));
    Trace trace =
        traces
            .trace(id, call.deadline())
            .orElseThrow(() -> new RefusedException(Problem.notFound(id + " not found")));
    return Reply.json(200, out -> ZipkinJson.write(out, trace));
  }

  private Reply traceMany(Call call) {
    List<String> ids = new ArrayList<>();
    for (String id : needed(call, "traceIds").split(",", -1)) {
      ids.add(id(id));
    }
    return whole(call, ids.stream().distinct().toList());
  }

  private Reply dependencies(Call call) {
    if (call.param("endTs").isEmpty()) {
      throw bad("parameter 'endTs' is missing");
    }
    List<ServiceEdge> edges = traces.dependencies(range(call));
    return Reply.json(
        200,
        out -> {
          out.writeStartArray();
          for (ServiceEdge edge : edges) {
            out.writeStartObject();
            out.writeStringField("parent", edge.parent());
            out.writeStringField("child", edge.child());
            out.writeNumberField("callCount", edge.calls());
            if (edge.errors() > 0) {
              out.writeNumberField("errorCount", edge.errors());
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private RecentAttributes recent(Call call) {
    return RecentAttributes.of(
        traces, TimeRange.before(clock.instant(), DEFAULT_LOOKBACK), call.deadline());
  }

  private Reply keys(Call call) {
    return names(recent(call).ofSpans().keySet());
  }

  private Reply values(Call call) {
    return names(recent(call).ofSpans().getOrDefault(needed(call, "key"), new TreeSet<>()));
  }
}
