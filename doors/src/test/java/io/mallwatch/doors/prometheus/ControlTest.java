package io.mallwatch.doors.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What changes the server: stored samples, the configuration, queries under way.
class ControlTest {

  private final FakePorts ports = new FakePorts();
  private final Client client =
      Client.of(
          new PrometheusDoor(ports.ports(), new DoorMetrics(), FakeClock.mondayMorning()),
          new TestDoor("root", "", List.of()));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> send(String method, String path) {
    return client.send(
        client
            .request("/prometheus" + path)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  @Test
  void seriesAreDeletedInARange() {
    HttpResponse<String> answer =
        client.post(
            "/prometheus/api/v1/admin/tsdb/delete_series",
            Call.FORM,
            "match[]=up&match[]=down&start=10&end=20");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    assertThat(ports.changed)
        .containsExactly(
            "delete [__name__=\"up\"] in 1970-01-01T00:00:10Z to 1970-01-01T00:00:20.001Z",
            "delete [__name__=\"down\"] in 1970-01-01T00:00:10Z to 1970-01-01T00:00:20.001Z");
  }

  @Test
  void aBadSelectorKeepsTheGoodOneFromDeleting() {
    HttpResponse<String> answer =
        send("PUT", "/api/v1/admin/tsdb/delete_series?match[]=up&match[]=up(");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid parameter \\\"match[]\\\": 1:4: parse error");
    assertThat(send("POST", "/api/v1/admin/tsdb/delete_series").body())
        .contains("no match[] parameter provided");
    assertThat(ports.changed).isEmpty();
  }

  @Test
  void snapshotsAreNamedAndTombstonesCleaned() {
    assertThat(send("POST", "/api/v1/admin/tsdb/snapshot?skip_head=true").body())
        .isEqualTo("{\"status\":\"success\",\"data\":{\"name\":\"20261102T040000Z-1\"}}");
    assertThat(send("PUT", "/api/v1/admin/tsdb/clean_tombstones").statusCode()).isEqualTo(204);
    assertThat(send("POST", "/api/v1/admin/tsdb/snapshot?skip_head=x").body())
        .contains("unable to parse boolean");
    assertThat(ports.changed).containsExactly("snapshot true", "clean");
  }

  @Test
  void nothingIsChangedWithoutTheOperatorsLeave() {
    ports.adminAllowed = false;
    for (String path : List.of("delete_series?match[]=up", "clean_tombstones", "snapshot")) {
      HttpResponse<String> answer = send("POST", "/api/v1/admin/tsdb/" + path);
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .isEqualTo(
              "{\"status\":\"error\",\"errorType\":\"unavailable\",\"error\":\"admin APIs disabled\"}");
    }
    assertThat(ports.changed).isEmpty();
  }

  @Test
  void theConfigurationIsReadAgain() {
    assertThat(send("POST", "/-/reload").statusCode()).isEqualTo(200);
    ports.reloadProblem = "mall.rules.yml:3: bad";
    HttpResponse<String> answer = send("PUT", "/-/reload");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("failed to reload config: mall.rules.yml:3: bad\n");
    assertThat(send("GET", "/-/reload").statusCode()).isEqualTo(405);
    assertThat(ports.changed).containsExactly("reload", "reload");
  }

  @Test
  void nobodyStopsTheServerFromOutside() {
    assertThat(send("POST", "/-/quit").statusCode()).isEqualTo(403);
    assertThat(send("GET", "/-/quit").body()).isEqualTo("Only POST or PUT requests allowed");
  }

  @Test
  void runningQueriesAreListedAndStopped() {
    ports.running.add(FakePorts.query(7, "sum(rate(x[5m]))"));
    assertThat(send("GET", "/api/v1/status/queries").body())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"id\":\"7\",\"query\":\"sum(rate(x[5m]))\","
                + "\"since\":\"2026-11-02T04:00:00Z\",\"samples\":1200,"
                + "\"origin\":\"10.0.0.7 Grafana\",\"priority\":\"interactive\"}]}");
    assertThat(send("GET", "/api/v1/status/queries/slow").body())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[{\"query\":\"count({job=~\\\".+\\\"})\","
                + "\"since\":\"2026-11-02T04:00:00Z\",\"seconds\":2.45,\"samples\":9000000,"
                + "\"origin\":\"10.0.0.7 Grafana\",\"priority\":\"rule\"}]}");
    assertThat(send("DELETE", "/api/v1/status/queries/7").statusCode()).isEqualTo(204);
    assertThat(send("DELETE", "/api/v1/status/queries/8").statusCode()).isEqualTo(404);
    assertThat(send("DELETE", "/api/v1/status/queries/x").statusCode()).isEqualTo(404);
    assertThat(ports.changed).containsExactly("cancel 7", "cancel 8");
  }
}
