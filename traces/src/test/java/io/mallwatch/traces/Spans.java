package io.mallwatch.traces;

import io.mallwatch.model.Span;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Spans for tests.
public final class Spans {

  /// 2026-11-02T02:00:00Z.
  public static final long START = 1_793_584_800_000_000_000L;

  private Spans() {}

  public static String traceId(int number) {
    return "%032x".formatted(0xabc0000L + number);
  }

  public static String spanId(int number) {
    return "%016x".formatted(0x10000L + number);
  }

  /// A server span of service `mall` that starts `offsetMillis` after [#START].
  public static Span server(int trace, int id, String name, long offsetMillis, long millis) {
    return span(
        trace,
        id,
        0,
        "mall",
        name,
        Span.Kind.SERVER,
        offsetMillis,
        millis,
        Span.Status.UNSET,
        Map.of());
  }

  public static Span span(
      int trace,
      int id,
      int parent,
      String service,
      String name,
      Span.Kind kind,
      long offsetMillis,
      long millis,
      Span.Status status,
      Map<String, Object> attributes) {
    long start = START + offsetMillis * 1_000_000;
    return new Span(
        traceId(trace),
        spanId(id),
        parent == 0 ? "" : spanId(parent),
        name,
        kind,
        start,
        start + millis * 1_000_000,
        status,
        status == Span.Status.ERROR ? "失败" : "",
        attributes,
        List.of(),
        List.of(),
        new Span.Resource(service, Map.of("service.name", service, "host.name", "web-1")),
        new Span.Scope("test", "1.0", Map.of()));
  }

  /// Lists of spans of few traces, services, names and attributes, so that searches find some.
  public static Gen<List<Span>> batches(int most) {
    return random -> {
      List<Span> spans = new ArrayList<>();
      int size = random.nextInt(1, most + 1);
      for (int i = 0; i < size; i++) {
        spans.add(any(random, i + 1));
      }
      return spans;
    };
  }

  private static Span any(RandomGenerator random, int id) {
    Span span =
        span(
            random.nextInt(12),
            id,
            random.nextInt(3) == 0 ? 0 : random.nextInt(1, 40),
            random.nextBoolean() ? "mall" : "points",
            random.nextBoolean() ? "GET /orders/{id}" : "支付",
            Span.Kind.values()[random.nextInt(6)],
            random.nextInt(60_000),
            random.nextInt(2_000),
            Span.Status.values()[random.nextInt(3)],
            Map.of(
                "order",
                "SF" + random.nextInt(5),
                "amount",
                (double) random.nextInt(3),
                "retry",
                random.nextBoolean(),
                "count",
                (long) random.nextInt(4),
                "tags",
                List.of("a", "通券")));
    return new Span(
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        span.name(),
        span.kind(),
        span.startNanos(),
        span.endNanos(),
        span.status(),
        span.statusMessage(),
        span.attributes(),
        List.of(
            new Span.Event(
                span.startNanos() + 5, "log", Map.of("event.key", "v" + random.nextInt(2)))),
        List.of(new Span.Link(traceId(99), spanId(99), Map.of())),
        span.resource(),
        span.scope());
  }
}
