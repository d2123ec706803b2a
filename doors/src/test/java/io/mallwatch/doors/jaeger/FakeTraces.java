package io.mallwatch.doors.jaeger;

import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.TimeRange;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.OtlpSpanWriter;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceCapabilities;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Two traces of a shop; keeps what it was asked.
public final class FakeTraces implements TraceStore {

  public static final String ORDER = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final String CUT = "4bf92f3577b34da6a3ce929d0e0e4737";
  static final String SHORT = "0000000000000000a3ce929d0e0e4736";
  private static final long START = Instant.parse("2026-11-02T02:00:00.123456789Z").toEpochMilli();

  final Set<String> archived = new HashSet<>();
  public final List<TraceQuery> asked = new ArrayList<>();
  final List<TimeRange> ranges = new ArrayList<>();
  private final Map<String, Trace> traces =
      Map.of(
          ORDER, Trace.of(ORDER, List.of(root(), payment())),
          SHORT, Trace.of(SHORT, List.of()),
          CUT, Trace.ofOtlp(CUT, OtlpSpanWriter.request(List.of(root())), true));

  private static Span root() {
    long start = Duration.ofMillis(START).toNanos() + 456_789;
    return new Span(
        ORDER,
        "00f067aa0ba902b7",
        "",
        "POST /orders",
        Span.Kind.SERVER,
        start,
        start + 25_000_000,
        Span.Status.UNSET,
        "",
        Map.of(
            "http.route",
            "/orders",
            "http.response.status_code",
            500L,
            "big",
            9_007_199_254_740_993L,
            "ratio",
            0.5,
            "cached",
            false,
            "items",
            List.of("衣", 2L)),
        List.of(),
        List.of(new Span.Link(SHORT, "1111111111111111", Map.of("why", "retry"))),
        resource(),
        Span.Scope.NONE);
  }

  private static Span payment() {
    long start = Duration.ofMillis(START).toNanos() + 5_456_789;
    return new Span(
        ORDER,
        "b7ad6b7169203331",
        "00f067aa0ba902b7",
        "pay",
        Span.Kind.CLIENT,
        start,
        start + 9_000_999,
        Span.Status.ERROR,
        "支付失败",
        Map.of(),
        List.of(
            new Span.Event(
                start + 1_000_000,
                "exception",
                Map.of("exception.message", "timeout", "exception.type", "java.io.IOException"))),
        List.of(),
        resource(),
        new Span.Scope("io.mallwatch.http", "1.0", Map.of()));
  }

  private static Span.Resource resource() {
    return new Span.Resource(
        "sample-mall", Map.of("service.name", "sample-mall", "host.name", "h1"));
  }

  @Override
  public void append(SpanBatch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TraceSummary> find(TraceQuery query) {
    asked.add(query);
    if (query.service().equals("nobody")) {
      return List.of();
    }
    return List.of(
        new TraceSummary(
            ORDER,
            "sample-mall",
            "POST /orders",
            root().startNanos(),
            root().endNanos(),
            2,
            1,
            0,
            List.of(new TraceSummary.ServiceCount("sample-mall", 2, 1))));
  }

  @Override
  public Optional<Trace> trace(String traceId, Deadline deadline) {
    return Optional.ofNullable(traces.get(traceId));
  }

  @Override
  public boolean archive(String traceId) {
    return traces.containsKey(traceId) && archived.add(traceId);
  }

  @Override
  public List<String> services() {
    return List.of("payment-gateway", "sample-mall");
  }

  @Override
  public List<Operation> operations(String service) {
    return List.of(
        new Operation("POST /orders", Span.Kind.SERVER),
        new Operation("pay", Span.Kind.CLIENT),
        new Operation("pay", Span.Kind.UNSPECIFIED));
  }

  @Override
  public List<ServiceEdge> dependencies(TimeRange range) {
    ranges.add(range);
    return List.of(
        new ServiceEdge("sample-mall", "mysql", ServiceEdge.NodeType.DATABASE, 7, 1, 100),
        new ServiceEdge("sample-mall", "mysql", ServiceEdge.NodeType.DATABASE, 3, 0, 100),
        new ServiceEdge("gateway", "sample-mall", ServiceEdge.NodeType.SERVICE, 5, 0, 100));
  }

  @Override
  public TraceCapabilities capabilities() {
    return new TraceCapabilities(true, true, true, false);
  }

  @Override
  public void close() {}
}
