package io.mallwatch.doors.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.doors.jaeger.FakeTraces;
import io.mallwatch.model.wire.ProtoCursor;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.SpanCondition;
import io.mallwatch.traces.TraceQuery;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TempoDoorTest {

  private final FakeTraces traces = new FakeTraces();
  private final Client client =
      Client.of(
          new TempoDoor(traces, "1.2", FakeClock.mondayMorning()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get("/tempo" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private TraceQuery asked(String traceQl) {
    ok("/api/search?limit=5&start=1793581200&end=1793584800&q=" + enc(traceQl));
    return traces.asked.getLast();
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aTraceComesAsProtobufOrJson() {
    HttpResponse<byte[]> one =
        client.bytes(
            client
                .request("/tempo/api/traces/" + FakeTraces.ORDER)
                .header("accept", "application/protobuf")
                .build());
    HttpResponse<byte[]> two =
        client.bytes(
            client
                .request("/tempo/api/v2/traces/" + FakeTraces.ORDER)
                .header("accept", "application/protobuf")
                .build());

    assertThat(SpanBatch.read(one.body()).spans()).hasSize(2);
    ProtoCursor response = new ProtoCursor(two.body());
    assertThat(response.next()).isTrue();
    assertThat(response.bytes()).isEqualTo(one.body());
    assertThat(ok("/api/traces/" + FakeTraces.ORDER))
        .startsWith("{\"batches\":[{\"resource\":")
        .contains("\"traceId\":\"S/kvNXezTaajzpKdDg5HNg==\"")
        .contains("\"kind\":\"SPAN_KIND_SERVER\"");
    assertThat(ok("/api/v2/traces/" + FakeTraces.ORDER))
        .startsWith("{\"trace\":{\"resourceSpans\":[");
    assertThat(client.get("/tempo/api/traces/1").statusCode()).isEqualTo(404);
    assertThat(client.get("/tempo/api/traces/xyz").statusCode()).isEqualTo(400);
  }

  @Test
  void traceQlBecomesASearch() {
    TraceQuery query =
        asked(
            "{ resource.service.name = \"mall\" && name=\"pay\" && .order = `a\"b` && status ="
                + " error && kind = server && duration >= 1.5s && duration < 2s }");

    assertThat(query.service()).isEqualTo("mall");
    assertThat(query.operation()).isEqualTo("pay");
    assertThat(query.attributes())
        .isEqualTo(Map.of("order", "a\"b", "error", "true", "span.kind", "server"));
    assertThat(query.minDuration()).isEqualTo(Duration.ofMillis(1_500));
    assertThat(query.maxDuration()).isEqualTo(Duration.ofSeconds(2).minusNanos(1));
    assertThat(query.limit()).isEqualTo(5);
    assertThat(asked("{}").conditions()).isEmpty();
    assertThat(asked("{ span.n > 3 && .x =~ \"a.*\" && .y != nil }").conditions())
        .containsExactly(
            new SpanCondition(SpanCondition.Place.SPAN, "n", SpanCondition.Operator.GREATER, "3"),
            new SpanCondition(
                SpanCondition.Place.EITHER, "x", SpanCondition.Operator.MATCHES, "a.*"),
            new SpanCondition(SpanCondition.Place.EITHER, "y", SpanCondition.Operator.PRESENT, ""));
  }

  @Test
  void whatTraceQlIsNotUnderstoodIsTold() {
    for (String bad :
        List.of(
            "{",
            "{ .a }",
            "{ .a = \"b\" || .c = \"d\" }",
            "{ } | count() > 2",
            "{ foo = 1 }",
            "{ duration > soon }",
            "{ status = broken }",
            "{ kind != server }",
            "{} >> {}")) {
      HttpResponse<String> answer = client.get("/tempo/api/search?q=" + enc(bad));
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
      assertThat(answer.body()).startsWith("TraceQL: ");
    }
  }

  @Test
  void tagsAreReadAsLogfmt() {
    ok(
        "/api/search?minDuration=100ms&tags="
            + enc("service.name=mall name=\"GET /\" status=error http.method=GET"));
    TraceQuery query = traces.asked.getLast();
    assertThat(query.service()).isEqualTo("mall");
    assertThat(query.operation()).isEqualTo("GET /");
    assertThat(query.attributes()).isEqualTo(Map.of("error", "true", "http.method", "GET"));
    assertThat(query.minDuration()).isEqualTo(Duration.ofMillis(100));
    assertThat(client.get("/tempo/api/search?tags=" + enc("a b")).statusCode()).isEqualTo(400);
    assertThat(client.get("/tempo/api/search?limit=0").statusCode()).isEqualTo(400);
  }

  @Test
  void searchesAndTagsHaveTemposShapes() {
    assertThat(ok("/api/search?q=" + enc("{}")))
        .startsWith("{\"traces\":[{\"traceID\":\"4bf92f3577b34da6a3ce929d0e0e4736\"")
        .contains("\"rootTraceName\":\"POST /orders\"");
    assertThat(ok("/api/search/tags")).contains("\"tagNames\":[").contains("\"http.route\"");
    assertThat(ok("/api/v2/search/tags")).contains("{\"name\":\"span\",\"tags\":[");
    assertThat(ok("/api/search/tag/service.name/values"))
        .isEqualTo("{\"tagValues\":[\"payment-gateway\",\"sample-mall\"]}");
    assertThat(ok("/api/v2/search/tag/span.http.route/values"))
        .isEqualTo("{\"tagValues\":[{\"type\":\"string\",\"value\":\"/orders\"}]}");
    assertThat(ok("/api/v2/search/tag/status/values")).contains("\"type\":\"keyword\"");
    assertThat(ok("/api/v2/search/tag/name/values")).contains("POST /orders");
    assertThat(ok("/api/echo")).isEqualTo("echo");
    assertThat(ok("/api/status/buildinfo")).isEqualTo("{\"version\":\"1.2\"}");
  }
}
