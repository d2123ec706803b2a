package io.mallwatch.doors.api.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.ops.deploy.Deployment;
import io.mallwatch.ops.deploy.Deployments;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentsResourceTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<Deployment> marked = new ArrayList<>();
  private final Client client =
      Client.of(
          new TestDoor(
              "api",
              "/api",
              new DeploymentsResource(new Deployments(new KeptDeployments(), marked::add), clock)
                  .endpoints().stream().map((Endpoint e) -> e.route("/api")).toList()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> tell(String body) {
    return client.post("/api/deployments", "application/json", body);
  }

  @Test
  void aPipelineTellsOfOneWithTwoWords() {
    assertThat(tell("{\"service\":\"mall\",\"version\":\"1.2\"}").statusCode()).isEqualTo(201);
    clock.advance(java.time.Duration.ofMinutes(1));
    assertThat(client.get("/api/deployments").body())
        .contains("\"version\":\"1.2\"", "\"status\":\"succeeded\"", "\"deployments\":1");
    assertThat(marked).hasSize(1);
  }

  @Test
  void laterStatesAreTheSameDeploymentAndMarkedOnceEach() {
    String id = "{\"id\":\"d1\",\"service\":\"mall\",\"version\":\"2\",";
    tell(id + "\"status\":\"running\"}");
    assertThat(marked).isEmpty();
    String switched = "\"switchedAt\":\"2026-11-02T10:00:00+08:00\",";
    tell(id + switched + "\"status\":\"running\"}");
    tell(id + switched + "\"status\":\"running\"}");
    assertThat(marked).hasSize(1);
    tell(id + switched + "\"status\":\"rolled_back\",\"reason\":\"errors\"}");
    assertThat(marked).hasSize(2);
    clock.advance(java.time.Duration.ofMinutes(1));
    assertThat(client.get("/api/deployments").body())
        .containsOnlyOnce("\"id\":\"d1\"")
        .contains("\"failureShare\":1", "\"reason\":\"errors\"");
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(tell("{\"version\":\"1\"}").body()).contains("parameter 'service' is missing");
    assertThat(tell("{\"service\":\"m\",\"version\":\"1\",\"status\":\"fine\"}").body())
        .contains("parameter 'status' is 'fine'", "rolled_back");
    assertThat(tell("{\"service\":\"m\",\"version\":\"1\",\"startedAt\":\"now\"}").body())
        .contains("parameter 'startedAt' is 'now'; an RFC 3339 time is needed");
    assertThat(client.get("/api/deployments?from=5&until=5").statusCode()).isEqualTo(400);
  }
}
