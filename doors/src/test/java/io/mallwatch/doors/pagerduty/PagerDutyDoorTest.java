package io.mallwatch.doors.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagerDutyDoorTest {

  private static final String KEY = "e93facc04764012d7bfb002500d5d1a6";

  private final List<String> done = new ArrayList<>();
  private final Client client = client(List.of(KEY), "s3cret");
  private @Nullable Client other;

  private Client client(List<String> keys, String secret) {
    return Client.of(
        new PagerDutyDoor(
            new Recorder(done), new PagerDutyDoor.Access(keys, secret), () -> "made"));
  }

  @AfterEach
  void close() {
    client.close();
    if (other != null) {
      other.close();
    }
  }

  private HttpResponse<String> enqueue(String body) {
    return client.post("/pagerduty/v2/enqueue", "application/json", body);
  }

  @Test
  void eventsAreTakenWithTheirDedupKeyOrANewOne() {
    HttpResponse<String> answer =
        enqueue(
            """
            {"routing_key":"%s","event_action":"trigger","dedup_key":"srv1/cpu",
             "payload":{"summary":"CPU 95%%","source":"srv1","severity":"critical",
              "timestamp":"2026-11-02T02:00:00+08:00","component":"pay","class":"cpu",
              "custom_details":{"load":9.5,"tags":["a"]}}}
            """
                .formatted(KEY));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"srv1/cpu\"}");
    assertThat(done.getFirst())
        .contains("srv1/cpu", "CPU 95%", "2026-11-01T18:00:00Z", "load=9.5", "tags=[\"a\"]");
    assertThat(
            enqueue(
                    "{\"routing_key\":\"%s\",\"event_action\":\"trigger\",\"payload\":{\"summary\":\"x\",\"source\":\"y\",\"severity\":\"info\"}}"
                        .formatted(KEY))
                .body())
        .contains("\"dedup_key\":\"made\"");
    enqueue(
        "{\"routing_key\":\"%s\",\"event_action\":\"acknowledge\",\"dedup_key\":\"k\"}"
            .formatted(KEY));
    enqueue(
        "{\"routing_key\":\"%s\",\"event_action\":\"resolve\",\"dedup_key\":\"k\"}".formatted(KEY));
    assertThat(done.subList(2, 4)).containsExactly("acknowledge k", "resolve k");
  }

  @Test
  void wrongEventsAreRefusedAsPagerDutyDoes() {
    assertThat(enqueue("{\"event_action\":\"resolve\"}").body())
        .isEqualTo(
            "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\",\"errors\":["
                + "\"'routing_key' is missing or blank\",\"'dedup_key' is missing or blank\"]}");
    HttpResponse<String> bad =
        enqueue(
            "{\"routing_key\":\"x\",\"event_action\":\"trigger\",\"payload\":{\"severity\":\"bad\",\"timestamp\":\"now\"}}");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body())
        .contains(
            "not one of this server's",
            "'payload.summary' is missing or blank",
            "'payload.source' is missing or blank",
            "one of critical, error, warning, info",
            "not an ISO 8601 time");
    assertThat(enqueue("[1]").statusCode()).isEqualTo(400);
    assertThat(enqueue("{").body()).contains("\"status\":\"invalid event\"");
    assertThat(enqueue("{\"x\":\"%s\"}".formatted("y".repeat(600_000))).statusCode())
        .isEqualTo(413);
    assertThat(done).isEmpty();
  }

  @Test
  void webhooksNeedTheirSignature() throws Exception {
    String body =
        """
        {"event":{"event_type":"incident.acknowledged","agent":{"summary":"Li Lei"},
         "data":{"type":"incident","incident_key":"abc"}}}
        """;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature =
        "v1=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));

    assertThat(webhook(body, "v1=00,v1=11")).isEqualTo(403);
    assertThat(webhook(body, "v1=00," + signature)).isEqualTo(202);
    assertThat(done).containsExactly("abc Li Lei acknowledged");
    other = client(List.of(KEY), "");
    assertThat(other.post("/pagerduty/webhooks/v3", "application/json", body).statusCode())
        .isEqualTo(403);
  }

  private int webhook(String body, String signature) {
    return client
        .post(
            "/pagerduty/webhooks/v3",
            "application/json",
            body.getBytes(StandardCharsets.UTF_8),
            "x-pagerduty-signature",
            signature)
        .statusCode();
  }

  @Test
  void changesBecomeMarks() {
    assertThat(
            client
                .post(
                    "/pagerduty/v2/change/enqueue",
                    "application/json",
                    "{\"routing_key\":\"%s\",\"payload\":{\"summary\":\"v2 out\",\"source\":\"ci\"}}"
                        .formatted(KEY))
                .statusCode())
        .isEqualTo(202);
    assertThat(done).containsExactly("changed v2 out ci null");
  }

  private record Recorder(List<String> done) implements PagerDutyInbox {
    @Override
    public void trigger(Event event) {
      done.add(event.toString());
    }

    @Override
    public void acknowledge(String dedupKey) {
      done.add("acknowledge " + dedupKey);
    }

    @Override
    public void resolve(String dedupKey) {
      done.add("resolve " + dedupKey);
    }

    @Override
    public void changed(String summary, String source, @Nullable Instant at) {
      done.add("changed %s %s %s".formatted(summary, source, at));
    }

    @Override
    public void mirrored(String dedupKey, String by, boolean resolved) {
      done.add("%s %s %s".formatted(dedupKey, by, resolved ? "resolved" : "acknowledged"));
    }
  }
}
