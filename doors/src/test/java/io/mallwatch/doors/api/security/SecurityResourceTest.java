package io.mallwatch.doors.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityResourceTest {

  private final FakeSecurity security = new FakeSecurity();
  private final Client client =
      Client.of(
          new SecurityDoor(
              Stream.concat(
                      new SecurityResource(security, FakeClock.mondayMorning())
                          .endpoints().stream(),
                      new DrillsResource(new FakeDrills()).endpoints().stream())
                  .toList()));

  private record SecurityDoor(List<Endpoint> endpoints) implements Door {
    @Override
    public String name() {
      return "api";
    }

    @Override
    public String prefix() {
      return "/api";
    }

    @Override
    public List<Route> routes() {
      return endpoints.stream().map(endpoint -> endpoint.route("/api")).toList();
    }

    @Override
    public ErrorShape errors() {
      return ErrorShape.problemDetails();
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void findingsAreThoseOfTheLastWeekUnlessAskedOtherwise() {
    assertThat(client.get("/api/security/findings").body())
        .contains("\"id\":\"SEC-000001\"", "\"level\":\"high\"", "\"hits\":7")
        .contains("\"evidence\":[{\"index\":\"zhongdao-mall-logs-2026.11.02\",\"id\":\"e1\"}]");
    SecurityView.Filter filter = security.asked.getLast();
    assertThat(Duration.between(filter.from(), filter.to())).isEqualTo(Duration.ofDays(7));
    assertThat(filter.levels()).isEmpty();
    assertThat(filter.openOnly()).isFalse();
  }

  @Test
  void theyAreFilteredByLevelDetectionStateTimeAndText() {
    client.get(
        "/api/security/findings?level=high,critical&detection=WEB-1&state=open&q=203"
            + "&from=1000&to=2000");
    SecurityView.Filter filter = security.asked.getLast();
    assertThat(filter.levels()).containsExactly("high", "critical");
    assertThat(filter.detections()).containsExactly("WEB-1");
    assertThat(filter.openOnly()).isTrue();
    assertThat(filter.text()).isEqualTo("203");
    assertThat(filter.to().toEpochMilli()).isEqualTo(2000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"level=grave", "state=closed", "limit=0", "from=yesterday"})
  void whatIsNotPossibleIsRefusedByName(String query) {
    var answer = client.get("/api/security/findings?" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(query.substring(0, query.indexOf('=')));
  }

  @Test
  void aFindingIsAcknowledgedByNameAndOneThatIsNotThereIsNotFound() {
    var answer =
        client.post(
            "/api/security/findings/SEC-000001/acknowledge",
            "application/json",
            "{\"by\":\"li\",\"note\":\"our own test\"}");
    assertThat(answer.body())
        .contains("\"state\":\"acknowledged\"", "\"acknowledgedBy\":\"li\"", "our own test");
    assertThat(client.get("/api/security/findings/SEC-000009").statusCode()).isEqualTo(404);
    assertThat(
            client
                .post("/api/security/findings/SEC-000001/acknowledge", "application/json", "{}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void detectionsSayWhatTheyAreAndWhenTheyLastFoundSomething() {
    assertThat(client.get("/api/security/detections").body())
        .contains("\"origin\":\"built-in\"", "\"enabled\":true", "\"lastAt\":\"2026-11-02");
  }

  @Test
  void aReportOfADrillIsKeptAndListed() {
    String report =
        """
        {"by": "li", "outcomes": [
          {"fault": "slow-api", "rule": "HighApiResponseTime", "firedAfter": 240.5,
           "incident": "INC-000001", "notified": true, "resolvedAfter": 300, "missed": []},
          {"fault": "silent-logs", "rule": "LogSourceSilent", "notified": false,
           "missed": ["rule"]}]}
        """;
    assertThat(client.post("/api/drills", "application/json", report).statusCode()).isEqualTo(201);
    assertThat(client.get("/api/drills").body())
        .contains("\"firedAfter\":240.5", "\"incident\":\"INC-000001\"")
        .contains("\"missed\":[\"rule\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"outcomes\": [1]}", "{\"outcomes\": [{\"fault\": \"x\"}]}"})
  void aReportThatIsNoneIsRefused(String report) {
    assertThat(client.post("/api/drills", "application/json", report).statusCode()).isEqualTo(400);
  }
}
