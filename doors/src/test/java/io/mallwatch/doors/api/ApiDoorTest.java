package io.mallwatch.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.alert.AlertPorts;
import io.mallwatch.doors.api.alert.FakeRoutes;
import io.mallwatch.doors.api.alert.FakeRules;
import io.mallwatch.doors.api.deploy.KeptDeployments;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.OpenApi;
import io.mallwatch.doors.api.operations.OperationsPorts;
import io.mallwatch.doors.api.security.FakeDrills;
import io.mallwatch.doors.api.security.FakeSecurity;
import io.mallwatch.doors.api.security.SecurityPorts;
import io.mallwatch.doors.fakes.FakeChecklists;
import io.mallwatch.doors.fakes.FakeLines;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.fakes.NoPatterns;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.oncall.FakeOnCall;
import io.mallwatch.logs.tail.TailReport;
import io.mallwatch.ops.deploy.Deployments;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiDoorTest {

  private final FakeMall mall = new FakeMall();
  private boolean databaseUp = true;
  private final ApiDoor api =
      new ApiDoor(
          new ApiPorts(
              FakeMall::status,
              _ -> new SessionView.Session(null, false),
              mall,
              new FakeBusiness(),
              mall,
              FakeOnCall.at(FakeClock.mondayMorning()),
              new AlertPorts(FakeMall::alerts, mall, new FakeRules(), new FakeRoutes()),
              new Deployments(new KeptDeployments(), _ -> {}),
              new FakeLogs(),
              FakeLines.into(new FakeLogs()),
              ApiDoorTest::sources,
              new NoPatterns(),
              new SecurityPorts(new FakeSecurity(), new FakeDrills()),
              new OperationsPorts(Optional.empty(), FakeChecklists.empty()),
              ZoneId.of("Asia/Shanghai")),
          FakeClock.mondayMorning());
  private final HealthDoor health = new HealthDoor(this::health);
  private final Client client = Client.of(api, health);

  private HealthView.Health health(HealthView.Part part) {
    return switch (part) {
      case SERVER -> new HealthView.Health(List.of(new HealthView.Check("metrics", true, "")));
      case DATABASE ->
          new HealthView.Health(
              List.of(new HealthView.Check("state", databaseUp, databaseUp ? "" : "disk is full")));
      case REDIS -> new HealthView.Health(List.of());
    };
  }

  private static TailReport sources() {
    return new TailReport(
        List.of(
            new TailReport.FileStatus(
                Path.of("/var/log/order.log"),
                "order",
                TailReport.State.BEHIND,
                10,
                30,
                20,
                2,
                null,
                null)),
        List.of(new TailReport.Ignored(Path.of("/var/log/old.log"), "empty")),
        false,
        new TailReport.Totals(2, 10, 0, 0, 0, 0));
  }

  @Test
  void whyAFileIsNotReadCanBeAsked() {
    assertThat(ok("/api/sources"))
        .contains("\"path\":\"/var/log/order.log\"", "\"lagBytes\":20", "\"reason\":\"empty\"");
    assertThat(ok("/api/sources?path=/var/log/else.log"))
        .contains("named by no input, or not there")
        .doesNotContain("order.log");
  }

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    return answer.body();
  }

  private HttpResponse<String> post(String path, String body) {
    return client.post(path, "application/json", body);
  }

  @Test
  void resourcesHaveTheirShapes() {
    Golden.assertText(
        "api/shapes.golden",
        String.join(
            "\n",
            ok("/api/status"),
            ok("/api/session"),
            ok("/api/overview"),
            ok("/api/incidents"),
            ok("/api/incidents/INC-000012"),
            ok("/api/alerts"),
            ok("/api/notifications?fingerprint=97dcf31b2e78012f&incident=INC-000012&limit=5"),
            ok("/health")));
    assertThat(mall.lastChange).isEqualTo("notifications '97dcf31b2e78012f' 'INC-000012' 5");
  }

  @Test
  void theOverviewIsOfTheTimeThatIsAsked() {
    ok("/api/overview?at=2026-11-01T00:00:00%2B08:00");
    assertThat(Objects.requireNonNull(mall.overviewAt)).hasToString("2026-10-31T16:00:00Z");
    ok("/api/overview");
    assertThat(mall.overviewAt).isNull();
  }

  @Test
  void figuresSayWhereTheyComeFromAndWhyOneIsMissing() {
    assertThat(ok("/api/business/figures?at=2026-11-01T00:00:00Z"))
        .contains(
            "\"asOf\":\"2026-11-01T00:00:00Z\"",
            "\"id\":\"dailyGMV\",\"requirement\":\"R058\"",
            "\"source\":\"database\",\"value\":400",
            "\"difference\":0.01",
            "\"reason\":\"the server does not answer\"");
  }

  @Test
  void theLedgerShowsTheRowsThatOffend() {
    assertThat(ok("/api/business/ledger"))
        .contains(
            "\"state\":\"broken\"",
            "\"user_id\":\"7\"",
            "\"invariant\":\"balance_equals_entries\"");
  }

  @Test
  void aForecastSaysHowGoodItWouldHaveBeen() {
    assertThat(ok("/api/business/forecast"))
        .contains("\"next24h\":1900", "\"error\":0.12", "\"reason\":null");
  }

  @Test
  void objectivesSayWhatIsLeftOfTheirBudget() {
    assertThat(ok("/api/business/objectives"))
        .contains("\"name\":\"checkout\"", "\"left\":0.5", "\"burn1d\":null");
  }

  @Test
  void whatATimeOrAnIncidentCostsCanBeAsked() {
    assertThat(ok("/api/business/cost?from=2026-11-01T00:00:00Z"))
        .contains("\"loss\":1200", "\"weeks\":[1500,1480]");
    assertThat(ok("/api/incidents/INC-000001/cost")).contains("\"perMinute\":20");
    assertThat(client.get("/api/incidents/INC-000099/cost").statusCode()).isEqualTo(404);
    assertThat(client.get("/api/business/cost").statusCode()).isEqualTo(400);
    assertThat(client.get("/api/business/cost?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(
            client
                .get("/api/business/cost?from=2026-11-01T00:00:00Z&to=2026-10-01T00:00:00Z")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void incidentsAreAssignedSnoozedMergedAndReportedOn() {
    post("/api/incidents/INC-000012/assign", "{\"by\":\"a\",\"to\":\"李雷\"}");
    assertThat(mall.lastChange).isEqualTo("Assign[to=李雷] a");
    post("/api/incidents/INC-000012/snooze", "{\"by\":\"a\",\"minutes\":30}");
    assertThat(mall.lastChange).isEqualTo("Snooze[length=PT30M] a");
    post("/api/incidents/INC-000012/merge", "{\"by\":\"a\",\"into\":\"INC-000007\"}");
    assertThat(mall.lastChange).isEqualTo("Merge[into=7] a");
    assertThat(
            post("/api/incidents/INC-000012/merge", "{\"by\":\"a\",\"into\":\"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/incidents/INC-000012/snooze", "{\"by\":\"a\"}").statusCode())
        .isEqualTo(400);
    assertThat(ok("/api/incidents/report")).contains("\"meanSecondsToAcknowledge\":120");
    assertThat(client.get("/api/incidents/INC-000012/postmortem").body()).isEqualTo("# 复盘");
    HttpResponse<String> zip = client.get("/api/incidents/INC-000012/bundle");
    assertThat(zip.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"INC-000012.zip\"");
  }

  @Test
  void whoIsOnCallIsToldWithTheGapsAhead() {
    assertThat(ok("/api/oncall"))
        .contains("\"personName\":\"王芳\"", "\"until\":\"2026-11-02T12:00:00Z\"")
        .contains("\"gaps\":[{\"schedule\":\"primary\",\"from\":\"2026-11-02T12:00:00Z\"");
    assertThat(ok("/api/oncall?at=2026-11-02T13:00:00Z")).contains("\"person\":null");
    assertThat(ok("/api/oncall/shifts?schedule=primary&until=2026-11-03T02:00:00Z"))
        .contains("\"person\":\"\",\"source\":\"\"");
    assertThat(client.get("/api/oncall/shifts?schedule=none").statusCode()).isEqualTo(404);
  }

  @Test
  void thePlanIsReplacedWholeAndOnlyFromItsNewestVersion() {
    assertThat(ok("/api/oncall/plan")).contains("\"version\":3", "\"handover\":\"09:00\"");
    assertThat(post("/api/oncall/plan", "{\"plan\":{},\"version\":2,\"by\":\"a\"}").statusCode())
        .isEqualTo(409);
    HttpResponse<String> wrong =
        post("/api/oncall/plan", "{\"plan\":{\"people\":[{}]},\"version\":3,\"by\":\"a\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("plan.people[0].id: is missing");
    assertThat(
            post(
                    "/api/oncall/overrides",
                    "{\"schedule\":\"primary\",\"person\":\"wang\",\"by\":\"a\","
                        + "\"from\":\"2026-11-02T12:00:00Z\",\"until\":\"2026-11-03T00:00:00Z\"}")
                .body())
        .contains("\"version\":4");
    assertThat(ok("/api/oncall")).contains("\"source\":\"layer\"", "\"gaps\":[{");
    assertThat(ok("/api/oncall?at=2026-11-02T13:00:00Z")).contains("\"source\":\"override\"");
  }

  @Test
  void incidentsAreListedByState() {
    ok("/api/incidents?state=all&limit=7");
    assertThat(mall.lastChange).isEqualTo("list ALL 7");
    assertThat(ok("/api/incidents?state=resolved")).isEqualTo("{\"incidents\":[]}");
    ok("/api/incidents");
    assertThat(mall.lastChange).isEqualTo("list OPEN 100");
  }

  @Test
  void incidentsAreOpenedAndHandled() {
    HttpResponse<String> opened =
        post("/api/incidents", "{\"title\":\" 收银台打不开 \",\"priority\":\"P1\",\"by\":\"李雷\"}");
    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(opened.body()).contains("\"timeline\":[{");
    assertThat(mall.lastChange).isEqualTo("open 收银台打不开 P1 '' '李雷'");
    assertThat(post("/api/incidents/INC-000012/acknowledge", "{\"by\":\"韩梅梅\"}").statusCode())
        .isEqualTo(200);
    assertThat(mall.lastChange).isEqualTo("acknowledge 韩梅梅");
    post("/api/incidents/INC-000012/resolve", "{\"by\":\"韩梅梅\",\"note\":\"重启\"}");
    assertThat(mall.lastChange).isEqualTo("resolve 韩梅梅 '重启'");
    post("/api/incidents/INC-000012/notes", "{\"by\":\"a\",\"text\":\"b\"}");
    assertThat(mall.lastChange).isEqualTo("note a b");
  }

  @Test
  void whatIsWrongIsNamed() {
    StringBuilder told = new StringBuilder();
    for (String path :
        List.of(
            "/api/overview?at=yesterday",
            "/api/incidents?state=closed",
            "/api/incidents?limit=0",
            "/api/incidents?limit=many",
            "/api/incidents/INC-9",
            "/api/logs?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z",
            "/api/logs?q=level:",
            "/api/logs/context",
            "/api/logs/context?id=none",
            "/api/nothing")) {
      HttpResponse<String> answer = client.get(path);
      told.append(path).append('\n').append(answer.body()).append('\n');
    }
    for (String body :
        List.of(
            "",
            "[]",
            "{",
            "{\"title\":\"x\"}",
            "{\"title\":\"x\",\"priority\":\"P9\"}",
            "{\"title\":7,\"priority\":\"P1\"}",
            "{\"title\":\"" + "x".repeat(301) + "\",\"priority\":\"P1\"}",
            "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}")) {
      HttpResponse<String> answer = post("/api/incidents", body);
      told.append(answer.body()).append('\n');
    }
    told.append(post("/api/incidents/INC-000012/acknowledge", "{}").body()).append('\n');
    told.append(post("/api/incidents/INC-9/acknowledge", "{\"by\":\"a\"}").body()).append('\n');
    Golden.assertText("api/errors.golden", told.toString());
  }

  @Test
  void healthIs503WhenSomethingIsDown() {
    assertThat(client.get("/health/database").statusCode()).isEqualTo(200);
    assertThat(client.get("/health/redis").body()).isEqualTo("{\"status\":\"up\",\"checks\":[]}");
    databaseUp = false;
    HttpResponse<String> down = client.get("/health/database");
    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.body())
        .isEqualTo(
            "{\"status\":\"down\",\"checks\":"
                + "[{\"name\":\"state\",\"status\":\"down\",\"detail\":\"disk is full\"}]}");
  }

  @Test
  void theDescriptionIsTheOneInTheDocs() {
    List<Endpoint> all = new ArrayList<>(api.endpoints());
    all.addAll(health.endpoints());
    Golden.assertText("../../../../docs/api/openapi.yaml", OpenApi.yaml("Mallwatch", "1", all));
  }

  @Test
  void theDescriptionIsServed() {
    HttpResponse<String> yaml = client.get("/api/openapi.yaml");
    assertThat(yaml.statusCode()).isEqualTo(200);
    assertThat(yaml.body()).startsWith("openapi: \"3.1.0\"").contains("/api/logs/tail");
  }
}
