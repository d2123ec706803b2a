package io.mallwatch.doors.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RulesAndRoutesTest {

  private final Client client = Client.of(new AlertsAlone());

  private static final class AlertsAlone implements Door {
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
      List<Endpoint> endpoints = new ArrayList<>();
      endpoints.addAll(new RulesResource(new FakeRules()).endpoints());
      endpoints.addAll(new RoutesResource(new FakeRoutes()).endpoints());
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

  private HttpResponse<String> post(String path, String body) {
    return client.post(path, "application/json", body);
  }

  @Test
  void findingsOfARuleFileComeInBothLanguages() {
    String rules =
        "{\"text\":\"groups: [{name: g, rules: [{alert: A, expr: max(x_seconds_bucket) by (le)}]}]\"}";
    assertThat(post("/api/rules/check", rules).body())
        .startsWith("{\"rules\":1,\"problems\":[],\"findings\":[{\"code\":")
        .contains("\"code\":\"no-condition\",\"level\":\"warning\",\"line\":1,\"group\":\"g\"")
        .contains("\"what\":{\"zh\":\"表达式没有条件：只要有数据就会触发\",\"en\":\"the expression has no")
        .contains("\"corrected\":\"\"");
  }

  @Test
  void whatDoesNotLoadIsAnAnswerNotAnError() {
    HttpResponse<String> answer = post("/api/rules/check", "{\"text\":\"groups: 7\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"rules\":0,\"problems\":[{\"line\":1,\"path\":\"groups\",\"message\":"
                + "\"must be a list, not a single value\"}],\"findings\":[]}");
  }

  @Test
  void aRehearsalTellsWhenAndHowLongAndWho() {
    assertThat(post("/api/rules/rehearse", "{\"text\":\"x\",\"days\":2}").body())
        .contains(
            "\"rule\":\"x\",\"from\":\"2026-11-21T08:00:00Z\",\"to\":\"2026-11-23T08:00:00Z\"")
        .contains("\"intervalSeconds\":15,\"evaluations\":40321,\"total\":2,\"pendings\":3")
        .contains("\"shortestSeconds\":0,\"longestSeconds\":90")
        .contains("\"endedAt\":\"2026-11-23T07:01:30Z\",\"value\":null}")
        .contains("\"endedAt\":null,\"value\":2}")
        .contains("\"told\":[{\"receiver\":\"team\",\"firing\":2,\"resolved\":1}],\"cut\":false");
  }

  @Test
  void aBadQuestionNamesItsField() {
    assertThat(post("/api/rules/rehearse", "{\"text\":\"x\",\"days\":0}").statusCode())
        .isEqualTo(400);
    assertThat(post("/api/rules/check", "{}").body()).contains("field 'text' is missing");
    assertThat(post("/api/routes/test", "{}").body()).contains("field 'labels' must be an object");
    assertThat(post("/api/routes/test", "{\"labels\":{\"a\":1}}").body())
        .contains("label 'a' must be a text");
  }

  @Test
  void aReceiverIsTried() {
    assertThat(post("/api/receivers/team/test", "{}").body())
        .isEqualTo(
            "{\"outcomes\":[{\"channel\":\"email\",\"target\":\"ops@mall\",\"state\":\"sent\","
                + "\"attempts\":1,\"error\":\"\",\"receipt\":\"<1@mall>\"}]}");
    assertThat(post("/api/receivers/nobody/test", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void theTreeOfRoutesAndTheWayThroughItAreTold() {
    assertThat(client.get("/api/routes").body())
        .isEqualTo(
            "{\"nodes\":[{\"id\":0,\"parent\":-1,\"depth\":0,\"matchers\":[],\"continue\":false,"
                + "\"receiver\":\"team\",\"channels\":[\"email\"],\"groupBy\":[\"alertname\"],"
                + "\"groupWaitSeconds\":30,\"groupIntervalSeconds\":300,"
                + "\"repeatIntervalSeconds\":14400,\"outcome\":\"\",\"refusedBy\":\"\","
                + "\"mutedBy\":[\"nights\"]}]}");
    assertThat(post("/api/routes/test", "{\"labels\":{\"severity\":\"high\"}}").body())
        .contains("\"outcome\":\"stayed\"", "severity=\\\"high\\\"")
        .endsWith("\"inhibitedBy\":{\"alertname\":\"Down\"}}");
  }
}
