package io.mallwatch.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.fakes.FakeLogs;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.TimeRange;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsResourceTest {

  private static final Instant START = Instant.parse("2026-11-02T01:00:00Z");

  private final FakeLogs logs = new FakeLogs();
  private final Client client =
      Client.of(
          new TestDoor(
              "api",
              "/api",
              new LogsResource(logs, ZoneId.of("Asia/Shanghai"), FakeClock.mondayMorning())
                  .endpoints().stream().map((Endpoint e) -> e.route("/api")).toList()),
          new TestDoor("root", "", List.of()));

  @BeforeEach
  void someLines() {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      LogLevel level = i % 3 == 0 ? LogLevel.ERROR : LogLevel.INFO;
      LogEntry.Builder entry =
          LogEntry.builder(
              START.plusSeconds(60L * i), level, i % 2 == 0 ? "order" : "payment", "line " + i);
      if (i == 3) {
        entry
            .category("business_transaction")
            .action("pay")
            .requestId("req-3")
            .userId("u1")
            .traceId("4bf92f3577b34da6a3ce929d0e0e4736")
            .spanId("00f067aa0ba902b7")
            .durationMillis(12.5)
            .error(new LogEntry.LogError("java.io.IOException", "支付失败", null))
            .tags(List.of("vip"))
            .data("amount", 99.5)
            .data("coupon", "双11");
      }
      entries.add(entry.build());
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

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> messages(String body) {
    return Pattern.compile("\"message\":\"(line \\d)\"")
        .matcher(body)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void aPageHasEntriesHistogramAndFacets() {
    String page = ok("/api/logs?q=" + enc("action:pay OR \"line 4\"") + "&limit=10");
    Golden.assertText(
        "api/logs.golden", page.replaceFirst("\"tookMillis\":\\d+", "\"tookMillis\":0"));
  }

  @Test
  void pagesGoOnBehindTheCursor() {
    String first = ok("/api/logs?limit=4");
    assertThat(messages(first)).containsExactly("line 9", "line 8", "line 7", "line 6");
    assertThat(first).contains("\"total\":10,\"totalExact\":true").contains("\"next\":\"6\"");
    String second = ok("/api/logs?limit=4&before=6");
    assertThat(messages(second)).containsExactly("line 5", "line 4", "line 3", "line 2");
    String last = ok("/api/logs?limit=4&before=2");
    assertThat(messages(last)).containsExactly("line 1", "line 0");
    assertThat(last).contains("\"next\":null");
  }

  @Test
  void theOldestComeFirstWhenAskedAndTheirPagesGoOn() {
    String range = "from=2026-11-02T00:00:00Z&to=2026-11-02T02:00:00Z&order=oldest&limit=4";
    assertThat(ok("/api/logs?" + range))
        .containsSubsequence("line 0", "line 1", "line 2", "line 3");
    String second = ok("/api/logs?" + range + "&before=3");
    assertThat(second).containsSubsequence("line 4", "line 7").doesNotContain("line 3\"");
    assertThat(client.get("/api/logs?order=level").statusCode()).isEqualTo(400);
  }

  @Test
  void anyFieldMayComeBeforeTheTime() {
    String range = "from=2026-11-02T00:00:00Z&to=2026-11-02T02:00:00Z&limit=10&counts=false";
    assertThat(ok("/api/logs?sort=durationMillis:desc&" + range))
        .containsSubsequence("line 3", "line 9", "line 8", "line 0");
    assertThat(ok("/api/logs?sort=service&order=oldest&" + range))
        .containsSubsequence("line 0", "line 2", "line 8", "line 1", "line 9");
  }

  @Test
  void furtherPagesNeedNoCounts() {
    String page =
        ok("/api/logs?from=2026-11-02T00:00:00Z&to=2026-11-02T02:00:00Z&limit=4&counts=false");
    assertThat(page)
        .contains("\"total\":4,\"totalExact\":false", "\"buckets\":[]", "\"next\":\"6\"")
        .contains("\"level\":[]");
    assertThat(client.get("/api/logs?counts=some").statusCode()).isEqualTo(400);
  }

  @Test
  void levelServiceAndTimeNarrowTheSearch() {
    assertThat(messages(ok("/api/logs?level=error&service=order,%20x")))
        .containsExactly("line 6", "line 0");
    assertThat(
            messages(
                ok(
                    "/api/logs?from=2026-11-02T01:01:00Z&to="
                        + START.plusSeconds(180).toEpochMilli())))
        .containsExactly("line 2", "line 1");
    ok("/api/logs");
    assertThat(logs.asked.getLast().range())
        .isEqualTo(TimeRange.before(Instant.parse("2026-11-02T02:00:00Z"), Duration.ofDays(1)));
  }

  @Test
  void barsFitTheRange() {
    Instant now = Instant.parse("2026-11-02T02:00:00Z");
    assertThat(LogsResource.interval(TimeRange.before(now, Duration.ofMinutes(1))))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(LogsResource.interval(TimeRange.before(now, Duration.ofHours(1))))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(LogsResource.interval(TimeRange.before(now, Duration.ofDays(1))))
        .isEqualTo(Duration.ofMinutes(15));
    assertThat(LogsResource.interval(TimeRange.before(now, Duration.ofDays(3000))))
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void contextIsOfTheSameServiceOldestFirst() {
    assertThat(messages(ok("/api/logs/context?id=id-4&before=1&after=2")))
        .containsExactly("line 2", "line 4", "line 6", "line 8");
    assertThat(messages(ok("/api/logs/context?id=id-4&before=0&after=0")))
        .containsExactly("line 4");
    assertThat(messages(ok("/api/logs/context?id=id-0"))).hasSize(5);
  }

  @Test
  void theTailSendsNewLinesThatMatch() throws IOException {
    HttpResponse<InputStream> tail =
        client.send(
            client.request("/api/logs/tail?level=error&q=" + enc("支付")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(tail.headers().firstValue("content-type"))
        .hasValue("text/event-stream; charset=utf-8");
    Await.until("the tail is open", () -> logs.openTails() == 1);
    logs.append(
        new LogBatch(
            "i",
            List.of(
                LogEntry.builder(START, LogLevel.INFO, "a", "支付成功").build(),
                LogEntry.builder(START, LogLevel.ERROR, "a", "支付失败\n第二行").build())));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(tail.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data: ")) {
        line = lines.readLine();
      }
      assertThat(line).contains("\"message\":\"支付失败\\n第二行\"").contains("\"id\":\"id-11\"");
    }
    Await.until("the tail is closed", () -> logs.openTails() == 0);
  }
}
