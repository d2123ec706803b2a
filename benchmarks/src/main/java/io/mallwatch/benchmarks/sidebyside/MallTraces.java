package io.mallwatch.benchmarks.sidebyside;

import io.mallwatch.model.wire.ProtoWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Requests with the spans of a mall, each of one service as agents send them, encoded once; sent
/// again and again with other trace ids, times and request ids written over. A trace has
/// [#SPANS_PER_TRACE] spans of five services.
final class MallTraces {

  static final int SPANS_PER_TRACE = 8;
  static final int TRACES = 320;

  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// service, name, kind, span no., parent no., start and duration in microseconds, then attributes
  private record Step(
      String service,
      String name,
      int kind,
      int span,
      int parent,
      int startMicros,
      int micros,
      List<String> attributes) {}

  private static final List<Step> STEPS =
      List.of(
          step("gateway", "POST /api/v1/purchases", 2, 1, 0, 0, 48_000, http("POST", "201")),
          step("gateway", "POST purchases", 3, 2, 1, 900, 46_000, http("POST", "201")),
          step("purchases", "POST /purchases", 2, 3, 2, 1_400, 45_000, http("POST", "201")),
          step("purchases", "SELECT mall.goods", 3, 4, 3, 2_000, 3_100, db("SELECT")),
          step("purchases", "POST points", 3, 5, 3, 9_000, 21_000, http("POST", "200")),
          step("points", "POST /points/transfer", 2, 6, 5, 9_700, 19_000, http("POST", "200")),
          step("points", "UPDATE mall.points", 3, 7, 6, 11_000, 6_000, db("UPDATE")),
          step("notices", "purchase.paid process", 5, 8, 3, 60_000, 2_200, queue()));

  private final boolean zipkin;
  private final long seed;
  private final List<byte[]> templates = new ArrayList<>();
  private final List<int[]> offsets = new ArrayList<>();

  /// @param zipkin whether in Zipkin's protobuf form rather than OTLP's
  /// @param seed runs with other seeds have other trace and request ids
  MallTraces(boolean zipkin, long seed) {
    this.seed = seed;
    this.zipkin = zipkin;
    for (String service : List.of("gateway", "purchases", "points", "notices")) {
      template(service);
    }
  }

  private static Step step(
      String service,
      String name,
      int kind,
      int span,
      int parent,
      int start,
      int micros,
      List<String> attributes) {
    return new Step(service, name, kind, span, parent, start, micros, attributes);
  }

  private static List<String> http(String method, String status) {
    return List.of(
        "http.request.method",
        method,
        "http.response.status_code",
        status,
        "url.scheme",
        "http",
        "network.protocol.version",
        "1.1",
        "server.address",
        "10.3.1.17",
        "thread.name",
        "virtual-1844");
  }

  private static List<String> db(String verb) {
    return List.of(
        "db.system",
        "mariadb",
        "db.name",
        "mall",
        "db.operation",
        verb,
        "db.statement",
        verb + " id, owner, amount, version FROM mall WHERE id = ? AND owner = ? FOR UPDATE");
  }

  private static List<String> queue() {
    return List.of(
        "messaging.system",
        "kafka",
        "messaging.destination.name",
        "purchase.paid",
        "messaging.operation.type",
        "process");
  }

  private void template(String service) {
    ProtoWriter spans = new ProtoWriter();
    List<byte[]> each = new ArrayList<>();
    for (int trace = 0; trace < TRACES; trace++) {
      for (Step step : STEPS) {
        if (step.service.equals(service)) {
          each.add((zipkin ? zipkinSpan(step, trace) : otlpSpan(step, trace)).toByteArray());
        }
      }
    }
    int field = zipkin ? 1 : 2;
    each.forEach(span -> spans.bytes(field, span));
    ProtoWriter body = spans;
    if (!zipkin) {
      ProtoWriter resource = new ProtoWriter();
      attribute(resource, 1, "service.name", service);
      attribute(resource, 1, "service.version", "1.14.2");
      attribute(resource, 1, "service.instance.id", service + "-7c9f8d-x2x4z");
      attribute(resource, 1, "host.name", "mall-node-3");
      attribute(resource, 1, "telemetry.sdk.name", "opentelemetry");
      attribute(resource, 1, "telemetry.sdk.language", "java");
      ProtoWriter scope = new ProtoWriter().string(1, "io.opentelemetry.tomcat-10.0");
      ProtoWriter scopeSpans = new ProtoWriter().message(1, scope);
      each.forEach(span -> scopeSpans.bytes(2, span));
      body =
          new ProtoWriter()
              .message(1, new ProtoWriter().message(1, resource).message(2, scopeSpans));
    }
    byte[] bytes = body.toByteArray();
    int[] at = new int[each.size()];
    int from = 0;
    for (int i = 0; i < at.length; i++) {
      at[i] = indexOf(bytes, each.get(i), from);
      from = at[i] + each.get(i).length;
    }
    templates.add(bytes);
    offsets.add(at);
  }

  private static int indexOf(byte[] bytes, byte[] part, int from) {
    for (int i = from; ; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
  }

  /// Trace id at 2, span id at 20, start at 29, end at 38, digits of the request id at 64.
  private static ProtoWriter otlpSpan(Step step, int trace) {
    ProtoWriter span =
        new ProtoWriter()
            .hex(1, "%032x".formatted(trace + 1L))
            .hex(2, "%016x".formatted(0x5a00L + step.span))
            .fixed64(7, step.startMicros * 1_000L)
            .fixed64(8, (step.startMicros + step.micros) * 1_000L);
    attribute(span, 9, "request.id", "0".repeat(16));
    if (step.parent > 0) {
      span.hex(4, "%016x".formatted(0x5a00L + step.parent));
    }
    span.string(5, step.name).varint(6, step.kind);
    for (int i = 0; i < step.attributes.size(); i += 2) {
      attribute(span, 9, step.attributes.get(i), step.attributes.get(i + 1));
    }
    attribute(span, 9, "user.id", "u-" + trace * 7919 % 5_000);
    return span;
  }

  private static void attribute(ProtoWriter out, int field, String key, String value) {
    out.message(
        field, new ProtoWriter().string(1, key).message(2, new ProtoWriter().string(1, value)));
  }

  /// Trace id at 2, span id at 20, start at 29, digits of the request id at 53.
  private static ProtoWriter zipkinSpan(Step step, int trace) {
    ProtoWriter span =
        new ProtoWriter()
            .hex(1, "%032x".formatted(trace + 1L))
            .hex(3, "%016x".formatted(0x5a00L + step.span))
            .fixed64(6, step.startMicros);
    tag(span, "request.id", "0".repeat(16));
    if (step.parent > 0) {
      span.hex(2, "%016x".formatted(0x5a00L + step.parent));
    }
    int kind = step.kind == 3 ? 1 : step.kind == 2 ? 2 : step.kind == 5 ? 4 : 0;
    span.varint(4, kind).string(5, step.name).varint(7, step.micros);
    span.message(8, new ProtoWriter().string(1, step.service));
    for (int i = 0; i < step.attributes.size(); i += 2) {
      tag(span, step.attributes.get(i), step.attributes.get(i + 1));
    }
    tag(span, "user.id", "u-" + trace * 7919 % 5_000);
    return span;
  }

  private static void tag(ProtoWriter out, String key, String value) {
    out.message(11, new ProtoWriter().string(1, key).string(2, value));
  }

  int requests() {
    return templates.size();
  }

  int spans(int request) {
    return offsets.get(request).length;
  }

  /// The high half of the trace ids of a round.
  long idHigh(int round) {
    return (seed + round + 1) * 0x9e3779b97f4a7c15L;
  }

  static long idLow(int round, int trace) {
    return (round * 1_000_003L + trace + 1) * 0xe7037ed1a0b428dbL;
  }

  String requestId(int round, int trace) {
    return "%016x".formatted((seed + round * 1_000_003L + trace + 1) * 0xbf58476d1ce4e5b9L);
  }

  /// A fresh copy of a request, for a round whose traces begin at `startNanos`.
  byte[] request(int request, int round, long startNanos) {
    byte[] bytes = templates.get(request).clone();
    int[] at = offsets.get(request);
    int perTrace = at.length / TRACES;
    byte[] digits = new byte[16];
    for (int i = 0; i < at.length; i++) {
      int trace = i / perTrace;
      if (i % perTrace == 0) {
        digits = requestId(round, trace).getBytes(StandardCharsets.US_ASCII);
      }
      BIG.set(bytes, at[i] + 2, idHigh(round));
      BIG.set(bytes, at[i] + 10, idLow(round, trace));
      long start = startNanos + trace * 1_000_000L;
      if (zipkin) {
        LITTLE.set(bytes, at[i] + 29, (long) LITTLE.get(bytes, at[i] + 29) + start / 1_000);
        System.arraycopy(digits, 0, bytes, at[i] + 53, 16);
      } else {
        LITTLE.set(bytes, at[i] + 29, (long) LITTLE.get(bytes, at[i] + 29) + start);
        LITTLE.set(bytes, at[i] + 38, (long) LITTLE.get(bytes, at[i] + 38) + start);
        System.arraycopy(digits, 0, bytes, at[i] + 64, 16);
      }
    }
    return bytes;
  }
}
