package io.mallwatch.doors.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.doors.jaeger.FakeTraces;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.TraceQuery;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZipkinDoorTest {

  private final FakeTraces traces = new FakeTraces();
  private final List<Span> taken = new ArrayList<>();
  private final Client client =
      Client.of(
          new ZipkinDoor(
              traces,
              request -> {
                taken.addAll(SpanBatch.read(request).spans());
                return OtlpIntake.Outcome.ALL_TAKEN;
              },
              new DoorMetrics(),
              FakeClock.mondayMorning()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get("/zipkin/api/v2" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void spansInJsonBecomeOtlp() {
    HttpResponse<String> answer =
        client.post(
            "/zipkin/api/v2/spans",
            "application/json",
            """
            [{"traceId":"a3ce929d0e0e4736","id":"b7ad6b7169203331","parentId":"00f067aa0ba902b7",
              "kind":"CLIENT","name":"GET /Pay","timestamp":1793584800000001,"duration":1500,
              "localEndpoint":{"serviceName":"Mall"},
              "remoteEndpoint":{"serviceName":"Gateway","ipv4":"10.0.0.1","port":8080},
              "annotations":[{"timestamp":1793584800000500,"value":"ws"}],
              "tags":{"http.method":"GET","error":"timeout"},"shared":true},
             {"traceId":"0","id":"1"}]
            """);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(taken).hasSize(1);
    Span span = taken.getFirst();
    assertThat(span.traceId()).isEqualTo("0000000000000000a3ce929d0e0e4736");
    assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.name()).isEqualTo("get /pay");
    assertThat(span.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(span.startNanos()).isEqualTo(1_793_584_800_000_001_000L);
    assertThat(span.durationNanos()).isEqualTo(1_500_000);
    assertThat(span.isError()).isTrue();
    assertThat(span.statusMessage()).isEqualTo("timeout");
    assertThat(span.resource().service()).isEqualTo("mall");
    assertThat(span.attributes())
        .containsEntry("peer.service", "gateway")
        .containsEntry("network.peer.address", "10.0.0.1")
        .containsEntry("network.peer.port", 8080L)
        .containsEntry("http.method", "GET")
        .containsEntry("zipkin.shared", true);
    assertThat(span.events().getFirst().name()).isEqualTo("ws");
  }

  @Test
  void spansInProtobufBecomeOtlp() {
    byte[] list =
        new ProtoWriter()
            .message(
                1,
                new ProtoWriter()
                    .hex(1, "4bf92f3577b34da6a3ce929d0e0e4736")
                    .hex(3, "00f067aa0ba902b7")
                    .varint(4, 2)
                    .string(5, "post")
                    .fixed64(6, 1_000)
                    .varint(7, 20)
                    .message(8, new ProtoWriter().string(1, "points"))
                    .message(10, new ProtoWriter().fixed64(1, 1_001).string(2, "sr"))
                    .message(11, new ProtoWriter().string(1, "k").string(2, "v")))
            .toByteArray();

    HttpResponse<byte[]> answer =
        client.bytes(
            client
                .request("/zipkin/api/v2/spans")
                .header("content-type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(list))
                .build());

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(taken)
        .singleElement()
        .satisfies(span -> {
          assertThat(span.kind()).isEqualTo(Span.Kind.SERVER);
          assertThat(span.attributes()).isEqualTo(Map.of("k", "v"));
          assertThat(span.endNanos()).isEqualTo(1_020_000);
        });
  }

  @Test
  void badListsAreRefused() {
    for (String body :
        List.of("{}", "[1]", "[{\"traceId\":1}]", "[", "[{\"traceId\":\"x\",\"id\":\"1\"}]")) {
      assertThat(client.post("/zipkin/api/v2/spans", "application/json", body).statusCode())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(client.post("/zipkin/api/v2/spans", "text/plain", "[]").statusCode()).isEqualTo(415);
    assertThat(taken).isEmpty();
  }

  @Test
  void queriesAreAnsweredInZipkinsShapes() {
    assertThat(ok("/services")).isEqualTo("[\"payment-gateway\",\"sample-mall\"]");
    assertThat(ok("/spans?serviceName=sample-mall")).contains("\"POST /orders\"");
    assertThat(ok("/trace/" + FakeTraces.ORDER))
        .startsWith(
            "[{\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"id\":\"00f067aa0ba902b7\"")
        .contains("\"kind\":\"SERVER\"")
        .contains("\"localEndpoint\":{\"serviceName\":\"sample-mall\"}")
        .contains("\"http.response.status_code\":\"500\"")
        .contains("\"error\":\"支付失败\"");
    assertThat(ok("/traceMany?traceIds=" + FakeTraces.ORDER + ",1")).startsWith("[[{");
    assertThat(ok("/dependencies?endTs=1793584800000")).contains("\"callCount\":");
    assertThat(ok("/autocompleteKeys")).contains("\"http.route\"");
    assertThat(ok("/autocompleteValues?key=http.route")).isEqualTo("[\"/orders\"]");
    assertThat(client.get("/zipkin/api/v2/trace/1").statusCode()).isEqualTo(404);
    assertThat(client.get("/zipkin/api/v2/trace/xyz").statusCode()).isEqualTo(400);
    assertThat(client.get("/zipkin/api/v2/spans").statusCode()).isEqualTo(400);
    assertThat(client.get("/zipkin/api/v2/dependencies").statusCode()).isEqualTo(400);
  }

  @Test
  void searchesReadAllParameters() {
    ok(
        "/traces?serviceName=mall&spanName=pay&annotationQuery=http.method%3DGET%20and%20error"
            + "&minDuration=100&maxDuration=2000&endTs=1793584800000&lookback=3600000&limit=3");
    TraceQuery query = traces.asked.getLast();
    assertThat(query.service()).isEqualTo("mall");
    assertThat(query.operation()).isEqualTo("pay");
    assertThat(query.attributes()).isEqualTo(Map.of("http.method", "GET", "error", "true"));
    assertThat(query.minDuration()).isEqualTo(Duration.ofNanos(100_000));
    assertThat(query.maxDuration()).isEqualTo(Duration.ofMillis(2));
    assertThat(query.limit()).isEqualTo(3);
  }
}
