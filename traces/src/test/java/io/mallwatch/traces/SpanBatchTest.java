package io.mallwatch.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.mallwatch.model.Span;
import io.mallwatch.model.wire.MalformedProtoException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanBatchTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  private static KeyValue attribute(String key, AnyValue.Builder value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  private static AnyValue.Builder text(String value) {
    return AnyValue.newBuilder().setStringValue(value);
  }

  private static io.opentelemetry.proto.trace.v1.Span.Builder span() {
    return io.opentelemetry.proto.trace.v1.Span.newBuilder()
        .setTraceId(hex(TRACE))
        .setSpanId(hex(SPAN))
        .setName("POST /支付")
        .setStartTimeUnixNano(1_000)
        .setEndTimeUnixNano(2_000);
  }

  private static byte[] request(io.opentelemetry.proto.trace.v1.Span.Builder... spans) {
    ScopeSpans.Builder scope =
        ScopeSpans.newBuilder()
            .setScope(InstrumentationScope.newBuilder().setName("lib").setVersion("2"));
    for (io.opentelemetry.proto.trace.v1.Span.Builder span : spans) {
      scope.addSpans(span);
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(scope)
                .setResource(
                    Resource.newBuilder().addAttributes(attribute("service.name", text("mall")))))
        .build()
        .toByteArray();
  }

  @Test
  void everythingThatTheGeneratedClassesWroteIsRead() {
    io.opentelemetry.proto.trace.v1.Span.Builder full =
        span()
            .setParentSpanId(hex("00000000000000ff"))
            .setKind(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT)
            .setStatus(
                Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage("超时"))
            .addAttributes(attribute("s", text("x")))
            .addAttributes(attribute("b", AnyValue.newBuilder().setBoolValue(true)))
            .addAttributes(attribute("i", AnyValue.newBuilder().setIntValue(-7)))
            .addAttributes(attribute("d", AnyValue.newBuilder().setDoubleValue(0.25)))
            .addAttributes(
                attribute(
                    "l",
                    AnyValue.newBuilder()
                        .setArrayValue(
                            ArrayValue.newBuilder().addValues(text("p")).addValues(text("q")))))
            .addAttributes(
                attribute(
                    "m",
                    AnyValue.newBuilder()
                        .setKvlistValue(
                            KeyValueList.newBuilder().addValues(attribute("k", text("v"))))))
            .addEvents(
                io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                    .setName("exception")
                    .setTimeUnixNano(1_500)
                    .addAttributes(attribute("exception.type", text("E"))))
            .addLinks(
                io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                    .setTraceId(hex(TRACE))
                    .setSpanId(hex(SPAN)));

    SpanBatch result = SpanBatch.read(request(full));

    assertThat(result.rejected()).isZero();
    Span span = result.spans().getFirst();
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo("00000000000000ff");
    assertThat(span.name()).isEqualTo("POST /支付");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.status()).isEqualTo(Span.Status.ERROR);
    assertThat(span.statusMessage()).isEqualTo("超时");
    assertThat(span.attributes())
        .containsEntry("s", "x")
        .containsEntry("b", true)
        .containsEntry("i", -7L)
        .containsEntry("d", 0.25)
        .containsEntry("l", List.of("p", "q"))
        .containsEntry("m", "{\"k\":\"v\"}");
    assertThat(span.events().getFirst().attributes()).containsEntry("exception.type", "E");
    assertThat(span.links().getFirst().spanId()).isEqualTo(SPAN);
    assertThat(span.resource().service()).isEqualTo("mall");
    assertThat(span.scope().name()).isEqualTo("lib");
  }

  @Test
  void badIdsAreRefusedOneByOneAndTheRestIsKept() {
    SpanBatch result =
        SpanBatch.read(
            request(
                span().setTraceId(ByteString.copyFrom(new byte[16])),
                span().setSpanId(hex("ff")),
                span()));

    assertThat(result.spans()).hasSize(1);
    assertThat(result.rejected()).isEqualTo(2);
    assertThat(result.firstError()).contains("not all zero");
  }

  @Test
  void aSpanThatEndsBeforeItStartsHasNoDuration() {
    SpanBatch result = SpanBatch.read(request(span().setEndTimeUnixNano(1)));

    assertThat(result.repaired()).isEqualTo(1);
    assertThat(result.spans().getFirst().durationNanos()).isZero();
  }

  @Test
  void tornRequestsAreRefusedAndNeverBreakTheReader() {
    byte[] whole = request(span(), span().addAttributes(attribute("k", text("v"))));
    int refused = 0;
    for (int cut = 1; cut < whole.length; cut++) {
      try {
        SpanBatch result = SpanBatch.read(Arrays.copyOf(whole, cut));
        assertThat(result.spans().size() + result.rejected()).isLessThanOrEqualTo(2);
      } catch (MalformedProtoException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
  }

  @Test
  void textIsNoRequest() {
    assertThatThrownBy(
            () -> SpanBatch.read("hello world".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedProtoException.class);
  }
}
