package io.mallwatch.samplemall.history;

import com.google.protobuf.ByteString;
import io.mallwatch.samplemall.history.Past.Chapter;
import io.mallwatch.samplemall.history.Past.Sale;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.SplittableRandom;

/// Traces of some payments of the past, with the spans that a payment has today.
final class PastTraces {
  private static final long SEED = 13;
  private static final double KEPT = 0.12;
  private static final long MILLI = 1_000_000;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(Proto.SCOPE);

  /// Adds one payment of one chapter in eight.
  void add(Chapter chapter) {
    if (!chapter.sales().isEmpty() && random.nextDouble() < KEPT) {
      payment(chapter.sales().get(0));
    }
  }

  private void payment(Sale sale) {
    ByteString trace = id(16);
    ByteString server = id(8);
    long start = Proto.nanos(sale.at());
    long gateway = (20 + random.nextInt(60)) * MILLI;
    long query = (1 + random.nextInt(3)) * MILLI;
    long total = gateway + 4 * query;
    Status error =
        Status.newBuilder()
            .setCode(Status.StatusCode.STATUS_CODE_ERROR)
            .setMessage("declined")
            .build();
    Span.Builder pay =
        span(trace, server, "POST /api/v1/purchases/{orderId}/pay", start, start + total)
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .addAttributes(Proto.attribute("http.request.method", "POST"))
            .addAttributes(Proto.attribute("http.route", "/api/v1/purchases/{orderId}/pay"))
            .addAttributes(
                Proto.attribute("http.response.status_code", sale.paid() ? "200" : "402"));
    if (!sale.paid()) {
      pay.setStatus(error);
    }
    scope.addSpans(pay);
    child(trace, server, "SELECT purchase_orders", start + query / 2, query, "mariadb");
    child(trace, server, "POST payment-gateway", start + 2 * query, gateway, "payment-gateway");
    child(trace, server, "UPDATE users", start + gateway + 2 * query, query, "mariadb");
  }

  private void child(
      ByteString trace, ByteString parent, String name, long start, long length, String peer) {
    scope.addSpans(
        span(trace, id(8), name, start, start + length)
            .setParentSpanId(parent)
            .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(Proto.attribute("peer.service", peer)));
  }

  private static Span.Builder span(
      ByteString trace, ByteString id, String name, long start, long end) {
    return Span.newBuilder()
        .setTraceId(trace)
        .setSpanId(id)
        .setName(name)
        .setStartTimeUnixNano(start)
        .setEndTimeUnixNano(end)
        .addAttributes(Proto.DEMO);
  }

  private ByteString id(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return ByteString.copyFrom(id);
  }

  /// Whether a chapter that begins at `start` is young enough for traces.
  static boolean covers(Instant start, Instant end) {
    return start.isAfter(end.minusSeconds(3 * 86_400L));
  }

  /// Takes the message made so far and begins anew; empty if there is nothing.
  byte[] take() {
    if (scope.getSpansCount() == 0) {
      return new byte[0];
    }
    byte[] message =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder().setResource(Proto.RESOURCE).addScopeSpans(scope))
            .build()
            .toByteArray();
    scope = ScopeSpans.newBuilder().setScope(Proto.SCOPE);
    return message;
  }
}
