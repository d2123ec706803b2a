package io.mallwatch.server.migrate;

import static io.mallwatch.server.migrate.ElasticsearchHost.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.doors.http.Json;
import io.mallwatch.server.migrate.ElasticsearchHost.SaidNoException;
import io.mallwatch.server.migrate.LogMigration.Progress;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogMigrationTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private final List<Duration> pauses = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private LogNode source;
  private LogNode target;

  @BeforeEach
  void open() {
    source = new LogNode(folder.resolve("source"));
    target = new LogNode(folder.resolve("target"));
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    http.close();
  }

  private static final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private LogMigration migration(ElasticsearchHost from, ElasticsearchHost to, int page)
      throws IOException {
    return new LogMigration(
        from, to, MigrationBook.open(folder.resolve("book/progress.json")), page, pauses::add);
  }

  private LogMigration migration(int page) throws IOException {
    return migration(source.host(), target.host(), page);
  }

  private static void fill(LogNode node, String index, int from, int to) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = from; i < to; i++) {
      // Three entries a moment, so that pages end amid equal times.
      body.append("{\"create\":{\"_index\":\"%s\",\"_id\":\"%s-%d\"}}\n".formatted(index, index, i))
          .append(
              "{\"timestamp\":\"%s\",\"level\":\"info\",\"service\":\"order\",\"message\":\"order %d 已支付\",\"data\":{\"n\":%d}}\n"
                  .formatted(START.plusSeconds(i / 3), i, i));
    }
    Object answer =
        node.host()
            .ask(
                "POST",
                "/_bulk?refresh=true",
                "application/x-ndjson",
                body.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(map(answer).get("errors")).isEqualTo(false);
  }

  private static List<String> ids(LogNode node, String index) throws Exception {
    node.host().ask("POST", "/_refresh", "application/json", new byte[0]);
    List<String> ids = new ArrayList<>();
    ElasticsearchSource all = new ElasticsearchSource(node.host(), 10_000);
    for (Map<?, ?> hit : all.first(index, all.timeField(index), null).hits()) {
      ids.add(String.valueOf(hit.get("_id")));
    }
    return ids;
  }

  @Test
  void everyEntryOfTheIndicesThatFitIsThereOnceWithItsIdAndContent() throws Exception {
    fill(source, "mall-a", 0, 250);
    fill(source, "mall-b", 0, 20);
    fill(source, "other", 0, 5);

    List<Progress> done = migration(100).run("mall-*", _ -> {});

    assertThat(done).extracting(Progress::index).containsExactly("mall-a", "mall-b");
    assertThat(done).extracting(one -> one.outcome().stored()).containsExactly(250L, 20L);
    assertThat(ids(target, "mall-a")).hasSize(250).doesNotHaveDuplicates();
    assertThat(ids(target, "mall-b")).hasSize(20);
    assertThat(ids(target, "*")).hasSize(270);
    Object one = target.host().ask("GET", "/mall-a/_doc/mall-a-7", "", new byte[0]);
    assertThat(map(map(one).get("_source")).get("message")).isEqualTo("order 7 已支付");
  }

  @Test
  void aStoppedMigrationGoesOnFromTheLastPageThatWasStored() throws Exception {
    fill(source, "mall-a", 0, 500);
    AtomicInteger pages = new AtomicInteger();
    assertThatThrownBy(() ->
            migration(50)
                .run(
                    "*",
                    _ -> {
                      if (pages.incrementAndGet() == 6) {
                        throw new StoppedException();
                      }
                    }))
        .isInstanceOf(StoppedException.class);
    assertThat(ids(target, "mall-a")).hasSize(300);

    assertThat(migration(50).plan("*")).extracting(Progress::total).allMatch(left -> left <= 203);
    Progress rest = migration(50).run("*", _ -> {}).getFirst();

    assertThat(rest.read()).isBetween(200L, 203L);
    assertThat(rest.outcome().stored()).isEqualTo(200);
    assertThat(rest.outcome().present()).isEqualTo(rest.read() - 200);
    assertThat(new TreeSet<>(ids(target, "mall-a"))).hasSize(500);
    assertThat(ids(target, "mall-a")).hasSize(500);
  }

  @Test
  void whatCameSinceIsBroughtOverByTheNextRun() throws Exception {
    fill(source, "mall-a", 0, 90);
    migration(1000).run("*", _ -> {});
    fill(source, "mall-a", 90, 120);

    Progress second = migration(1000).run("*", _ -> {}).getFirst();

    assertThat(second.outcome().stored()).isEqualTo(30);
    assertThat(ids(target, "mall-a")).hasSize(120);
  }

  @Test
  void anOverloadedTargetIsWaitedFor() throws Exception {
    fill(source, "mall-a", 0, 3);
    AtomicInteger calls = new AtomicInteger();
    try (HttpStub busy =
        HttpStub.answering(request ->
            switch (calls.getAndIncrement()) {
              case 0 -> HttpStub.Answer.of(429, "{\"error\":{\"reason\":\"full\"}}");
              case 1 -> HttpStub.Answer.of(200, items(201, 429, 409));
              case 2 -> HttpStub.Answer.of(200, items(400));
              default -> HttpStub.Answer.of(500, "");
            })) {
      Progress done =
          migration(source.host(), new ElasticsearchHost(busy.url(), "", http), 10)
              .run("*", _ -> {})
              .getFirst();

      assertThat(done.outcome().stored()).isEqualTo(1);
      assertThat(done.outcome().present()).isEqualTo(1);
      assertThat(done.outcome().refused()).containsExactly(Map.entry("bad", 1L));
      assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
      assertThat(busy.requests().get(2).text()).contains("mall-a-1").doesNotContain("mall-a-2");
    }
  }

  private static String items(int... statuses) {
    List<Object> items = new ArrayList<>();
    for (int status : statuses) {
      items.add(
          Map.of(
              "create",
              status < 300
                  ? Map.of("status", status)
                  : Map.of("status", status, "error", Map.of("type", "bad"))));
    }
    return new String(
        Json.write(out -> Json.any(out, Map.of("items", items))), StandardCharsets.UTF_8);
  }

  @Test
  void aRequestThatIsTooLargeIsSentInHalves() throws Exception {
    fill(source, "mall-a", 0, 4);
    try (HttpStub small =
        HttpStub.answering(request -> {
          int documents = (int) request.text().lines().count() / 2;
          return documents > 1 ? HttpStub.Answer.of(413, "") : HttpStub.Answer.of(200, items(201));
        })) {
      Progress done =
          migration(source.host(), new ElasticsearchHost(small.url(), "", http), 10)
              .run("*", _ -> {})
              .getFirst();

      assertThat(done.outcome().stored()).isEqualTo(4);
      assertThat(pauses).isEmpty();
    }
  }

  @Test
  void aScrollThatTheSourceForgotIsBegunAgainWhereItWas() throws Exception {
    AtomicInteger scrolls = new AtomicInteger();
    try (HttpStub forgetful =
        HttpStub.answering(request -> {
          String path = request.uri().getPath();
          if (path.startsWith("/_resolve")) {
            return HttpStub.Answer.of(
                200,
                """
                {"indices":[{"name":"mall-a"},{"name":".kibana_1"},\
                {"name":".ds-x-000001","data_stream":"x"}],"data_streams":[]}\
                """);
          }
          if (path.endsWith("/_field_caps")) {
            return HttpStub.Answer.of(200, "{\"fields\":{\"@timestamp\":{\"date\":{}}}}");
          }
          if (path.equals("/_search/scroll")) {
            return HttpStub.Answer.of(404, "{\"error\":{\"reason\":\"No search context\"}}");
          }
          return HttpStub.Answer.of(
              200,
              switch (scrolls.getAndIncrement()) {
                case 0 -> hit("one", 1000);
                case 1 -> hit("two", 2000);
                default -> "{\"_scroll_id\":\"s\",\"hits\":{\"total\":{\"value\":0},\"hits\":[]}}";
              });
        })) {
      List<Progress> done =
          migration(new ElasticsearchHost(forgetful.url(), "", http), target.host(), 1)
              .run("*", _ -> {});

      assertThat(done).extracting(Progress::index).containsExactly("mall-a");
      assertThat(done.getFirst().atMillis()).isEqualTo(2000);
      assertThat(ids(target, "mall-a")).containsExactly("one", "two");
      assertThat(pauses).hasSize(2);
      assertThat(
              forgetful.requests().stream()
                  .filter(request -> request.uri().getPath().endsWith("/mall-a/_search"))
                  .map(HttpStub.Request::text))
          .satisfiesExactly(
              first -> assertThat(first).contains("match_all"),
              second -> assertThat(second).contains("\"gte\":1000"),
              third -> assertThat(third).contains("\"gte\":2000"));
    }
  }

  private static String hit(String id, long at) {
    return """
    {"_scroll_id":"s","hits":{"total":{"value":2},"hits":[{"_index":"mall-a","_id":"%s","sort":[%d],\
    "_source":{"@timestamp":"%s","message":"m"}}]}}\
    """
        .formatted(id, at, Instant.ofEpochMilli(at));
  }

  @Test
  void aSourceThatLacksShardsIsNotTakenForWhole() throws Exception {
    String answer = "{\"_scroll_id\":\"s\",\"_shards\":{\"failed\":1},\"hits\":{\"hits\":[]}}";
    try (HttpStub partial =
        HttpStub.answering(request ->
            HttpStub.Answer.of(
                200,
                request.uri().getPath().startsWith("/_resolve")
                    ? "{\"indices\":[{\"name\":\"a\"}]}"
                    : answer))) {
      LogMigration migration =
          migration(new ElasticsearchHost(partial.url(), "", http), target.host(), 1);

      assertThatThrownBy(() -> migration.run("*", _ -> {}))
          .isInstanceOf(SaidNoException.class)
          .hasMessageContaining("could not read all");
    }
  }

  @Test
  void whoMayNotReadIsToldSo() throws Exception {
    try (HttpStub closed =
        HttpStub.answering(
            _ -> HttpStub.Answer.of(401, "{\"error\":{\"reason\":\"missing authentication\"}}"))) {
      LogMigration migration =
          migration(new ElasticsearchHost(closed.url(), "ApiKey k", http), target.host(), 1);

      assertThatThrownBy(() -> migration.run("*", _ -> {}))
          .hasMessageContaining("401 missing authentication");
      assertThat(closed.requests().getFirst().headers())
          .extractingByKey("Authorization")
          .isEqualTo(List.of("ApiKey k"));
    }
  }

  @Test
  void theBookIsWrittenAsAWhole() throws Exception {
    fill(source, "mall-a", 0, 10);
    migration(5).run("*", _ -> {});

    assertThat(Files.readString(folder.resolve("book/progress.json")))
        .contains("\"since_ms\":" + START.plusSeconds(3).toEpochMilli())
        .contains("\"stored\":10");
    assertThat(folder.resolve("book/progress.json.next")).doesNotExist();
  }
}
