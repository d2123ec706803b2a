package io.mallwatch.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.fakes.FakeLines;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.model.LogEntry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogLinesResourceTest {

  private final FakeLogs store = new FakeLogs();
  private final Client client =
      Client.of(
          new TestDoor(
              "api",
              "/api",
              new LogLinesResource(FakeLines.into(store))
                  .endpoints().stream().map((Endpoint e) -> e.route("/api")).toList()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> post(String query, String body) {
    return client.post("/api/logs/lines" + query, "text/plain", body);
  }

  @Test
  void objectsAndTextAreTakenLineByLine() {
    HttpResponse<String> answer =
        post(
            "?service=pos",
            "{\"msg\":\"one\",\"level\":\"warn\"}\r\n\n2026-11-02 09:00:00 ERROR two\nwho knows");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"stored\":3,\"existing\":0,\"unparsed\":1}");
    assertThat(store.entries())
        .extracting(LogEntry::message)
        .containsExactly("one", "two", "who knows");
    assertThat(store.entries()).extracting(LogEntry::service).containsOnly("pos");
  }

  @Test
  void aStackTraceIsOneEntryWhereThatIsAskedFor() {
    post(
        "?multiline=java",
        "2026-11-02 09:00:00 ERROR no\n\tat a.B.c(B.java:1)\nCaused by: x.Y: z\nnext");

    assertThat(store.entries()).hasSize(2);
  }

  @Test
  void aBodyThatIsSentAgainWithItsKeyIsStoredOnce() {
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          client.post(
              "/api/logs/lines",
              "text/plain",
              "{\"msg\":\"a\"}\n{\"msg\":\"b\"}".getBytes(StandardCharsets.UTF_8),
              "idempotency-key",
              "k1");
      assertThat(answer.body()).contains(i == 0 ? "\"stored\":2" : "\"existing\":2");
    }
    assertThat(store.entries()).hasSize(2);
  }

  @Test
  void aStoreWithoutRoomIsToldWithWhenToTryAgain() {
    store.full = true;

    HttpResponse<String> answer = post("", "a\nb");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(answer.body()).contains("the first 0 of 2 lines are stored");
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertThat(post("?format=docker", "a").body()).contains("format");
    assertThat(post("?multiline=(", "a").body()).contains("multiline");
  }
}
