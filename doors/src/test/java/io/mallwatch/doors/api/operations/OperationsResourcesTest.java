package io.mallwatch.doors.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.fakes.FakeChecklists;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpResponse;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsResourcesTest implements Door {

  private final OperationsPorts ports =
      new OperationsPorts(Optional.empty(), FakeChecklists.daily());
  private final Client client = Client.of(this);

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
    return OperationsResources.endpoints(
            ports, ZoneId.of("Asia/Shanghai"), FakeClock.mondayMorning())
        .stream()
        .map(endpoint -> endpoint.route("/api"))
        .toList();
  }

  @Override
  public ErrorShape errors() {
    return ErrorShape.problemDetails();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> post(String path, String body) {
    return client.post(path, "application/json", body);
  }

  @Test
  void aChecklistIsBegunAskedSignedAndExported() {
    HttpResponse<String> begun = post("/api/checklists/daily/begin", "{}");
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(begun.body())
        .contains("\"done\":1", "\"total\":2", "\"state\":\"good\"", "\"query\":\"up == 1\"");

    HttpResponse<String> signed =
        post("/api/checklists/runs/1/items/docs/sign", "{\"by\":\"小王\",\"note\":\"写好了\"}");
    assertThat(signed.body()).contains("\"done\":2", "\"by\":\"小王\"", "\"note\":\"写好了\"");

    assertThat(client.get("/api/checklists").body())
        .contains("\"name\":\"daily\"", "\"schedule\":\"0 9 * * *\"", "\"current\":{\"id\":1");
    HttpResponse<String> export = client.get("/api/checklists/export?format=csv");
    assertThat(export.body()).contains("写好了").startsWith("\uFEFFbegun,");
    assertThat(export.headers().firstValue("content-disposition").orElse("")).contains(".csv");
    assertThat(client.get("/api/checklists/export").body()).contains("# 检查清单");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(post("/api/checklists/none/begin", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/api/checklists/runs/7/items/docs/sign", "{\"by\":\"x\"}").statusCode())
        .isEqualTo(404);
    assertThat(post("/api/checklists/runs/1/items/docs/sign", "{}").statusCode()).isEqualTo(400);
    assertThat(client.get("/api/checklists/runs/x").statusCode()).isEqualTo(404);
    assertThat(client.get("/api/checklists/export?month=soon").statusCode()).isEqualTo(400);
  }

  @Test
  void withoutABackupFileThereAreNone() {
    assertThat(client.get("/api/backups").body()).contains("\"repository\":\"\"", "\"jobs\":[]");
    assertThat(post("/api/backups/runs", "{\"job\":\"mall\"}").statusCode()).isEqualTo(409);
    assertThat(post("/api/backups/runs/1/stop", "{}").statusCode()).isIn(404, 409);
  }
}
