package io.mallwatch.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.service.LogServices;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogViewsResourceTest {

  private static final Instant START = Instant.parse("2026-11-02T01:00:00Z");
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final FakeLogs logs = new FakeLogs();
  private final Client client =
      Client.of(
          new TestDoor(
              "api",
              "/api",
              Stream.concat(
                      new LogViewsResource(logs, ZONE, FakeClock.mondayMorning())
                          .endpoints().stream(),
                      new LogServicesResource(new LogServices(logs, "*", ZONE))
                          .endpoints().stream())
                  .map((Endpoint e) -> e.route("/api"))
                  .toList()),
          new TestDoor("root", "", List.of()));

  @BeforeEach
  void someLines() {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      entries.add(
          LogEntry.builder(
                  START.plusSeconds(60L * i),
                  i % 3 == 0 ? LogLevel.ERROR : LogLevel.INFO,
                  i % 2 == 0 ? "order" : "payment",
                  "line " + i)
              .category(i == 5 ? "security_audit" : "user_activity")
              .action("login")
              .userId("u" + i % 2)
              .data("amount", 10.0 * i)
              .data(i == 0 ? "only" : "coupon", "=双11")
              .build());
    }
    logs.append(new LogBatch("zhongdao-mall-logs-2026.11.02", entries));
  }

  @AfterEach
  void close() {
    client.close();
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String bad(String path) {
    HttpResponse<String> answer = client.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body();
  }

  @Test
  void theHistogramSplitsByLevelOrAnyOtherField() {
    assertThat(ok("/api/logs/histogram?interval=1h"))
        .isEqualTo(
            "{\"total\":6,\"intervalMillis\":3600000,\"buckets\":"
                + "[{\"t\":1793581200000,\"counts\":{\"error\":2,\"info\":4}}]}");
    assertThat(ok("/api/logs/histogram?interval=1d&by=service&level=error"))
        .contains("\"counts\":{\"order\":1,\"payment\":1}");
    assertThat(bad("/api/logs/histogram?interval=1s&from=0")).contains("interval");
    assertThat(bad("/api/logs/histogram?interval=often")).contains("interval");
    assertThat(bad("/api/logs/histogram?by=message")).contains("'by'");
  }

  @Test
  void facetsHaveExactCountsAndTheRest() {
    assertThat(ok("/api/logs/facets?fields=service,data.amount&size=1&level=error"))
        .isEqualTo(
            "{\"total\":2,\"facets\":{"
                + "\"service\":{\"values\":[{\"value\":\"order\",\"count\":1}],\"other\":1},"
                + "\"data.amount\":{\"values\":[{\"value\":\"0\",\"count\":1}],\"other\":1}}}");
    assertThat(ok("/api/logs/facets")).contains("\"level\"").contains("\"action\"");
  }

  @Test
  void fieldsHaveTypeShareAndCommonestValues() {
    String fields = ok("/api/logs/fields");
    assertThat(fields)
        .startsWith("{\"sampled\":6,")
        .contains(
            "{\"name\":\"data.coupon\",\"type\":\"keyword\",\"entries\":5,\"percent\":83.3,"
                + "\"top\":[{\"value\":\"=双11\",\"count\":5}]}")
        .contains("\"name\":\"data.amount\",\"type\":\"number\",\"entries\":6,\"percent\":100")
        .contains("\"name\":\"message\",\"type\":\"text\",\"entries\":6,\"percent\":100,\"top\":[]")
        .doesNotContain("traceId");
  }

  @Test
  void completionKnowsFieldsAndValues() {
    assertThat(ok("/api/logs/complete?text=CO"))
        .isEqualTo("{\"completions\":[{\"text\":\"data.coupon\",\"count\":5}]}");
    assertThat(ok("/api/logs/complete?field=service&text=a"))
        .isEqualTo("{\"completions\":[{\"text\":\"payment\",\"count\":3}]}");
    assertThat(bad("/api/logs/complete?field=message")).contains("'field'");
  }

  @Test
  void exportsHaveEveryEntry() {
    HttpResponse<String> answer = client.get("/api/logs/export?service=order");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    assertThat(answer.headers().firstValue("content-disposition").orElse(""))
        .contains("attachment")
        .contains(".ndjson");
    assertThat(answer.body().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(
            ok("/api/logs/export?format=csv&columns=timestamp,message,data.coupon&service=order"))
        .isEqualTo(
            """
            \uFEFFtimestamp,message,data.coupon\r
            2026-11-02T01:04:00Z,line 4,'=双11\r
            2026-11-02T01:02:00Z,line 2,'=双11\r
            2026-11-02T01:00:00Z,line 0,\r
            """);
    assertThat(bad("/api/logs/export?format=pdf")).contains("format");
  }

  @Test
  void theMallsQuestionsAreAnswered() {
    assertThat(ok("/api/logs/user-activity?userId=u0&actions=login&limit=1&offset=1"))
        .contains("\"message\":\"line 2\"")
        .contains("\"total\":3");
    assertThat(bad("/api/logs/user-activity")).contains("userId");
    assertThat(ok("/api/logs/errors?service=order&search=" + enc("line 0")))
        .contains("\"message\":\"line 0\"")
        .contains("\"total\":1");
    assertThat(bad("/api/logs/errors?level=loud")).contains("level");
    assertThat(ok("/api/logs/audit?userId=u1")).contains("\"message\":\"line 5\"");
    assertThat(ok("/api/logs/transactions")).isEqualTo("{\"entries\":[],\"total\":0}");
    assertThat(
            ok(
                "/api/logs/statistics?startDate=2026-11-02T00:00:00Z&endDate=2026-11-02T09:00:00Z"
                    + "&interval=hour"))
        .contains("\"totalLogs\":6")
        .contains("\"timeSeries\":[{\"timestamp\":\"2026-11-02T01:00:00Z\",\"count\":6}]")
        .contains("\"byLevel\":{\"info\":4,\"error\":2}")
        .contains("\"byService\":{\"order\":3,\"payment\":3}");
    assertThat(bad("/api/logs/statistics?startDate=0")).contains("endDate");
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
