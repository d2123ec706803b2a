package io.mallwatch.doors.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.ContentCodings;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.HttpDoors;
import io.mallwatch.doors.http.HttpSettings;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OtlpDoorTest {

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String TRACE_SERVICE =
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private volatile byte[] received = new byte[0];
  private volatile OtlpIntake intake = _ -> OtlpIntake.Outcome.ALL_TAKEN;
  private final DoorMetrics metrics = new DoorMetrics();
  private final Client client =
      new Client(
          HttpDoors.open(
              HttpSettings.loopback(0),
              List.of(
                  new OtlpDoor(
                      new OtlpDoor.Intakes(this::accept, this::accept, this::accept),
                      metrics,
                      100_000)),
              metrics));

  private OtlpIntake.Outcome accept(byte[] protobuf) {
    received = protobuf;
    return intake.accept(protobuf);
  }

  private static ExportTraceServiceRequest request() {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(
                    ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName("POST /orders 下单"))))
        .build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private byte[] postProtobuf(String path) {
    var answer =
        client.bytes(
            client
                .request(path)
                .header("content-type", PROTOBUF)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(request().toByteArray()))
                .build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(PROTOBUF);
    return answer.body();
  }

  @Test
  void wholeSuccessIsAnEmptyMessage() throws InvalidProtocolBufferException {
    assertThat(postProtobuf("/v1/traces")).isEmpty();
    assertThat(ExportTraceServiceRequest.parseFrom(received)).isEqualTo(request());
    HttpResponse<String> json = client.post("/v1/logs", "application/json", "{}");
    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(json.body()).isEqualTo("{}");
  }

  @Test
  void gzippedBodiesAreRead() throws InvalidProtocolBufferException {
    HttpResponse<String> answer =
        client.post(
            "/v1/traces",
            PROTOBUF,
            ContentCodings.gzip(request().toByteArray()),
            "content-encoding",
            "gzip");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(ExportTraceServiceRequest.parseFrom(received)).isEqualTo(request());
  }

  @Test
  void partialSuccessSaysHowManyWereRefused() throws InvalidProtocolBufferException {
    intake = _ -> new OtlpIntake.Outcome(Map.of("zero_id", 2, "bad", 1), "3 spans: 坏");
    var traces = ExportTraceServiceResponse.parseFrom(postProtobuf("/v1/traces"));
    assertThat(traces.getPartialSuccess().getRejectedSpans()).isEqualTo(3);
    assertThat(traces.getPartialSuccess().getErrorMessage()).isEqualTo("3 spans: 坏");
    var points = ExportMetricsServiceResponse.parseFrom(postProtobuf("/v1/metrics"));
    assertThat(points.getPartialSuccess().getRejectedDataPoints()).isEqualTo(3);
    var records = ExportLogsServiceResponse.parseFrom(postProtobuf("/v1/logs"));
    assertThat(records.getPartialSuccess().getRejectedLogRecords()).isEqualTo(3);
    assertThat(client.post("/v1/traces", "application/json", "{}").body())
        .isEqualTo(
            "{\"partialSuccess\":{\"rejectedSpans\":\"3\",\"errorMessage\":\"3 spans: 坏\"}}");
    assertThat(metrics.families().toString()).contains("reason=\"zero_id\"}, value=8.0");
  }

  @Test
  void warningsComeWithNoneRefused() throws InvalidProtocolBufferException {
    intake = _ -> new OtlpIntake.Outcome(Map.of(), "end before start");
    var traces = ExportTraceServiceResponse.parseFrom(postProtobuf("/v1/traces"));
    assertThat(traces.getPartialSuccess().getRejectedSpans()).isZero();
    assertThat(traces.getPartialSuccess().getErrorMessage()).isEqualTo("end before start");
  }

  @Test
  void errorsAreAStatusInTheRequestsEncoding() {
    intake =
        _ -> {
          throw new MalformedProtoException("ends inside a field (offset 3, field 1)");
        };
    HttpResponse<String> json = client.post("/v1/traces", "application/json", "{}");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body())
        .isEqualTo("{\"code\":3,\"message\":\"ends inside a field (offset 3, field 1)\"}");
    var protobuf =
        client.bytes(
            client
                .request("/v1/traces")
                .header("content-type", PROTOBUF)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"))
                .build());
    assertThat(protobuf.statusCode()).isEqualTo(400);
    assertThat(status(protobuf.body()))
        .isEqualTo("3 ends inside a field (offset 3, field 1) retry=");
    assertThat(client.post("/v1/traces", "text/csv", "a").statusCode()).isEqualTo(415);
    assertThat(client.get("/v1/traces").statusCode()).isEqualTo(405);
    assertThat(client.post("/v1development/profiles", PROTOBUF, "a").statusCode()).isEqualTo(404);
  }

  @Test
  void overloadAsksToRetry() {
    intake =
        _ -> {
          throw new StoreOverloadedException("the queue is full");
        };
    HttpResponse<String> full = client.post("/v1/traces", PROTOBUF, "");
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("retry-after")).hasValue("2");
    intake =
        _ -> {
          throw new StoreUnavailableException("the disk is full");
        };
    HttpResponse<String> away = client.post("/v1/traces", PROTOBUF, "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("retry-after")).hasValue("5");
  }

  /// Code, message and seconds to wait of a google.rpc.Status.
  static String status(byte[] bytes) {
    String code = "";
    String message = "";
    String retry = "";
    ProtoCursor cursor = new ProtoCursor(bytes);
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> code = Long.toString(cursor.varint());
        case 2 -> message = cursor.string();
        case 3 -> {
          ProtoCursor any = cursor.message();
          while (any.next()) {
            if (any.field() == 2) {
              ProtoCursor info = any.message();
              assertThat(info.next()).isTrue();
              ProtoCursor duration = info.message();
              assertThat(duration.next()).isTrue();
              retry = Long.toString(duration.varint());
            } else {
              assertThat(any.string()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
            }
          }
        }
        default -> cursor.skip();
      }
    }
    return "%s %s retry=%s".formatted(code, message, retry);
  }

  private AggregatedHttpResponse grpc(String path, byte[] message, boolean gzip) {
    byte[] sent = gzip ? ContentCodings.gzip(message) : message;
    ByteBuffer frame = ByteBuffer.allocate(5 + sent.length);
    frame.put((byte) (gzip ? 1 : 0)).putInt(sent.length).put(sent);
    RequestHeaders headers =
        RequestHeaders.builder(HttpMethod.POST, path)
            .add("content-type", "application/grpc")
            .add("te", "trailers")
            .add("grpc-encoding", gzip ? "gzip" : "identity")
            .build();
    return WebClient.of("h2c://127.0.0.1:" + client.doors().port())
        .execute(HttpRequest.of(headers, HttpData.wrap(frame.array())))
        .aggregate()
        .join();
  }

  @Test
  void grpcCallsAreAnsweredWithTrailers() throws InvalidProtocolBufferException {
    intake = _ -> new OtlpIntake.Outcome(Map.of("bad", 1), "1 span");
    for (boolean gzip : new boolean[] {false, true}) {
      AggregatedHttpResponse answer = grpc(TRACE_SERVICE, request().toByteArray(), gzip);
      assertThat(answer.status().code()).isEqualTo(200);
      assertThat(answer.headers().get("content-type")).isEqualTo("application/grpc");
      assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
      byte[] body = answer.content().array();
      var response =
          ExportTraceServiceResponse.parseFrom(ByteBuffer.wrap(body, 5, body.length - 5).slice());
      assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
      assertThat(ExportTraceServiceRequest.parseFrom(received)).isEqualTo(request());
    }
  }

  @Test
  void grpcErrorsComeAsHeadersAlone() {
    intake =
        _ -> {
          throw new StoreUnavailableException("the disk is full: 100%");
        };
    HttpHeaders away = grpc(TRACE_SERVICE, new byte[0], false).headers();
    assertThat(away.get("grpc-status")).isEqualTo("14");
    assertThat(away.get("grpc-message")).isEqualTo("the disk is full: 100%25");
    assertThat(status(Base64.getDecoder().decode(away.get("grpc-status-details-bin"))))
        .isEqualTo("14 the disk is full: 100% retry=5");
    HttpHeaders unknown =
        grpc(
                "/opentelemetry.proto.collector.profiles.v1.ProfilesService/Export",
                new byte[0],
                false)
            .headers();
    assertThat(unknown.get(":status")).isEqualTo("200");
    assertThat(unknown.get("grpc-status")).isEqualTo("12");
    HttpHeaders bomb = grpc(TRACE_SERVICE, new byte[200_000], true).headers();
    assertThat(bomb.get("grpc-status")).isEqualTo("8");
  }
}
