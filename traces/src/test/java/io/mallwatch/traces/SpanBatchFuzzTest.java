package io.mallwatch.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mallwatch.model.Span;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.testkit.Gen;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The reader against the generated classes, on requests that were bent.
class SpanBatchFuzzTest {

  @Test
  void whatIsWrittenIsReadBack() {
    Gen.forAll(
        200,
        Spans.batches(30),
        spans -> {
          SpanBatch batch = SpanBatch.of(spans);
          assertThat(batch.spans()).containsExactlyInAnyOrderElementsOf(spans);
          assertThat(batch.rejected()).isZero();
        });
  }

  @Test
  void unknownFieldsAndGroupsChangeNothing() throws InvalidProtocolBufferException {
    byte[] plain = OtlpSpanWriter.request(List.of(Spans.server(1, 1, "GET /", 0, 10)));
    ByteArrayOutputStream bent = new ByteArrayOutputStream();
    bent.writeBytes(HexFormat.of().parseHex("fa0103616263")); // field 31, length 3
    bent.writeBytes(HexFormat.of().parseHex("fb01100afc01")); // group 31 with a varint
    bent.writeBytes(HexFormat.of().parseHex("0805")); // field 1 as a varint
    bent.writeBytes(plain);

    assertThat(ExportTraceServiceRequest.parseFrom(bent.toByteArray()).getResourceSpansCount())
        .isEqualTo(1);
    assertThat(SpanBatch.read(bent.toByteArray()).spans()).isEqualTo(SpanBatch.read(plain).spans());
  }

  @Test
  void requestsWithFlippedBytesAreReadAsTheGeneratedClassesReadThem() {
    int[] agreed = {0};
    Gen.forAll(
        300,
        random -> bent(random, OtlpSpanWriter.request(Spans.batches(6).next(random))),
        bytes -> {
          ExportTraceServiceRequest expected;
          try {
            expected = ExportTraceServiceRequest.parseFrom(bytes);
          } catch (InvalidProtocolBufferException _) {
            readWhateverItIs(bytes);
            return;
          }
          SpanBatch batch = SpanBatch.read(bytes);
          List<Span> spans = batch.spans();
          List<io.opentelemetry.proto.trace.v1.Span> sound = sound(expected);
          assertThat(spans).hasSameSizeAs(sound);
          for (int i = 0; i < spans.size(); i++) {
            same(spans.get(i), sound.get(i));
            agreed[0]++;
          }
        });
    assertThat(agreed[0]).isGreaterThan(50);
  }

  /// Bytes that the generated classes refuse may be refused, or read as far as they go (invalid
  /// UTF-8); nothing else may come of it.
  private static void readWhateverItIs(byte[] bytes) {
    try {
      assertThat(SpanBatch.read(bytes).spans()).isNotNull();
    } catch (MalformedProtoException e) {
      assertThat(e).hasMessageContaining("not a protobuf message");
    }
  }

  private static byte[] bent(RandomGenerator random, byte[] request) {
    byte[] bytes = request.clone();
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static List<io.opentelemetry.proto.trace.v1.Span> sound(
      ExportTraceServiceRequest request) {
    List<io.opentelemetry.proto.trace.v1.Span> sound = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (io.opentelemetry.proto.trace.v1.Span span : scope.getSpansList()) {
          if (isId(span.getTraceId(), 16) && isId(span.getSpanId(), 8)) {
            sound.add(span);
          }
        }
      }
    }
    return sound;
  }

  private static boolean isId(ByteString bytes, int length) {
    return bytes.size() == length && !bytes.equals(ByteString.copyFrom(new byte[length]));
  }

  private static void same(Span span, io.opentelemetry.proto.trace.v1.Span expected) {
    HexFormat hex = HexFormat.of();
    assertThat(span.traceId()).isEqualTo(hex.formatHex(expected.getTraceId().toByteArray()));
    assertThat(span.spanId()).isEqualTo(hex.formatHex(expected.getSpanId().toByteArray()));
    assertThat(span.parentSpanId())
        .isEqualTo(
            isId(expected.getParentSpanId(), 8)
                ? hex.formatHex(expected.getParentSpanId().toByteArray())
                : "");
    assertThat(span.name()).isEqualTo(expected.getName());
    int kind = expected.getKindValue();
    assertThat(span.kind().ordinal()).isEqualTo(kind >= 0 && kind <= 5 ? kind : 0);
    assertThat(span.startNanos()).isEqualTo(expected.getStartTimeUnixNano());
    int status = expected.getStatus().getCodeValue();
    assertThat(span.status().ordinal()).isEqualTo(status >= 0 && status <= 2 ? status : 0);
    assertThat(span.events()).hasSize(expected.getEventsCount());
    assertThat(span.links()).hasSize(expected.getLinksCount());
  }
}
