package io.mallwatch.doors.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class GrafanaDoorTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final MemoryShelf shelf = new MemoryShelf();
  private final List<Provisioning.File> files = new ArrayList<>();
  private final Provisioning provisioning =
      new Provisioning(shelf.dashboards, shelf.folderStore, () -> files, clock);
  private final Client client =
      Client.of(
          new GrafanaDoor(
              new GrafanaPorts(
                  shelf.dashboards,
                  shelf.folderStore,
                  shelf.annotationStore,
                  provisioning,
                  "http://127.0.0.1:7600"),
              clock,
              new Random(7)),
          new TestDoor("root", "", List.of()));
  private final StringBuilder told = new StringBuilder();

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpResponse<String> answer =
        client.send(
            client
                .request("/grafana" + path)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    told.append(method).append(' ').append(path).append('\n');
    if (!body.isEmpty()) {
      told.append("> ").append(body).append('\n');
    }
    told.append("< ").append(answer.statusCode()).append(' ').append(answer.body()).append("\n\n");
    return answer;
  }

  private HttpResponse<String> get(String path) {
    return send("GET", path, "");
  }

  private HttpResponse<String> post(String path, String body) {
    return send("POST", path, body);
  }

  private static Map<?, ?> map(HttpResponse<String> answer) {
    return (Map<?, ?>) tree(answer.body());
  }

  private static Object tree(String json) {
    Object tree = Json.tree(json.getBytes(StandardCharsets.UTF_8));
    assertThat(tree).isNotNull();
    return tree;
  }

  private void save(String dashboard) {
    assertThat(post("/api/dashboards/db", "{\"dashboard\":" + dashboard + "}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void dashboardsAreSavedReadChangedAndDeletedInGrafanasWords() {
    post(
        "/api/dashboards/db",
        """
        {"dashboard":{"id":null,"uid":"mall-1","title":"Mall Überblick (2026)","tags":["mall"],\
        "panels":[],"big":12345678901234567890,"exact":1.50},"message":"first","overwrite":false}\
        """);
    get("/api/dashboards/uid/mall-1");
    clock.advance(Duration.ofMinutes(3));
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"uid\":\"mall-1\",\"title\":\"Mall\",\"version\":1},\"message\":\"why\"}");
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"uid\":\"mall-1\",\"title\":\"Mall\",\"version\":1}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"id\":1,\"title\":\"By id\",\"version\":2}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"By id\"}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"By id\"},\"overwrite\":true}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"中道商城 - 业务监控\"}}");
    get("/api/dashboards/uid/mall-1/versions");
    get("/api/dashboards/uid/mall-1/versions?limit=1&start=1");
    get("/api/dashboards/uid/mall-1/versions/1");
    post("/api/dashboards/uid/mall-1/restore", "{\"version\":1}");
    get("/api/dashboards/uid/mall-1");
    get("/api/dashboards/tags");
    send("DELETE", "/api/dashboards/uid/mall-1", "");
    get("/api/dashboards/uid/mall-1");

    Golden.assertText("grafana/dashboards.golden", told.toString());
  }

  @Test
  void whatCannotBeSavedIsRefusedAsGrafanaDoes() {
    post("/api/dashboards/db", "{\"dashboard\":");
    post("/api/dashboards/db", "[]");
    post("/api/dashboards/db", "{\"overwrite\":true}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\" \"}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":7}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"a\",\"uid\":\"a b\"}}");
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"title\":\"a\",\"uid\":\"%s\"}}".formatted("u".repeat(41)));
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"a\",\"id\":99}}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"a\"},\"folderUid\":\"nowhere\"}");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"a\"},\"folderId\":99}");
    post("/api/dashboards/import", "{}");
    send("DELETE", "/api/dashboards/uid/nothing", "");
    get("/api/dashboards/uid/nothing/versions");
    post("/api/dashboards/uid/nothing/restore", "{\"version\":1}");
    get("/api/dashboards/home");
    get("/api/nothing");
    send("PUT", "/api/dashboards/db", "");

    Golden.assertText("grafana/refusals.golden", told.toString());
    assertThat(shelf.dashboards.list()).isEmpty();
  }

  @Test
  void searchFindsByTextTagFolderStarAndPage() {
    post("/api/folders", "{\"uid\":\"ops\",\"title\":\"Operations\"}");
    save("{\"uid\":\"b\",\"title\":\"Beta\",\"tags\":[\"x\",\"y\"]}");
    save("{\"uid\":\"a\",\"title\":\"alpha\",\"tags\":[\"x\"]}");
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"uid\":\"c\",\"title\":\"Gamma 商城\"},\"folderUid\":\"ops\"}");
    post("/api/user/stars/dashboard/uid/b", "");
    told.setLength(0);
    for (String query :
        List.of(
            "",
            "?query=ALPHA",
            "?query=%E5%95%86%E5%9F%8E",
            "?tag=x&tag=y",
            "?type=dash-folder",
            "?type=dash-db&limit=1&page=2",
            "?starred=true",
            "?folderUIDs=ops",
            "?folderUIDs=general&type=dash-db",
            "?folderIds=0&type=dash-db",
            "?dashboardUIDs=a&dashboardUIDs=c",
            "?sort=alpha-desc&type=dash-db",
            "?limit=5001")) {
      get("/api/search" + query);
    }
    send("DELETE", "/api/user/stars/dashboard/uid/b", "");
    get("/api/search?starred=true");
    get("/api/search/sorting");

    Golden.assertText("grafana/search.golden", told.toString());
  }

  @Test
  void foldersAreMadeRenamedAndDeletedWithWhatTheyHold() {
    get("/api/folders");
    post("/api/folders", "{\"uid\":\"ops\",\"title\":\"Operations\"}");
    post("/api/folders", "{\"title\":\"Second\"}");
    post("/api/folders", "{\"uid\":\"ops\",\"title\":\"Third\"}");
    post("/api/folders", "{\"uid\":\"other\",\"title\":\"Operations\"}");
    post("/api/folders", "{\"title\":\"\"}");
    post("/api/folders", "{\"title\":\"Nested\",\"parentUid\":\"ops\"}");
    get("/api/folders");
    get("/api/folders/ops");
    get("/api/folders/id/1");
    get("/api/folders/nothing");
    send("PUT", "/api/folders/ops", "{\"title\":\"Renamed\",\"version\":9}");
    send("PUT", "/api/folders/ops", "{\"title\":\"Renamed\",\"version\":1}");
    send("PUT", "/api/folders/ops", "{\"title\":\"Again\",\"overwrite\":true}");
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"uid\":\"in\",\"title\":\"Inside\"},\"folderId\":1}");
    get("/api/dashboards/uid/in");
    get("/api/folders/ops/counts");
    send("DELETE", "/api/folders/ops", "");
    get("/api/dashboards/uid/in");
    send("DELETE", "/api/folders/ops", "");

    Golden.assertText("grafana/folders.golden", told.toString());
  }

  @Test
  void annotationsAreKeptFoundChangedAndDeleted() {
    save("{\"uid\":\"d\",\"title\":\"D\"}");
    told.setLength(0);
    post(
        "/api/annotations",
        """
        {"dashboardUID":"d","panelId":2,"time":1793584800000,"timeEnd":1793584860000,\
        "tags":["deploy","blue"],"text":"v2.1 上线","data":{"commit":"abc"}}\
        """);
    post("/api/annotations", "{\"text\":\"now\",\"tags\":[\"promo\"]}");
    post(
        "/api/annotations/graphite",
        "{\"what\":\"Event\",\"tags\":\"deploy green\",\"when\":1793584900,\"data\":\"by 王芳\"}");
    post("/api/annotations", "{\"text\":\"\"}");
    post("/api/annotations", "{\"text\":\"x\",\"dashboardUID\":\"nothing\"}");
    post("/api/annotations", "{\"text\":\"x\",\"time\":\"soon\"}");
    for (String query :
        List.of(
            "",
            "?tags=deploy",
            "?tags=deploy&tags=green",
            "?tags=promo&tags=green&matchAny=true",
            "?dashboardUID=d&panelId=2",
            "?dashboardId=1",
            "?from=1793584850000&to=1793584890000",
            "?type=alert",
            "?limit=1")) {
      get("/api/annotations" + query);
    }
    get("/api/annotations/tags?tag=e");
    send("PUT", "/api/annotations/3", "{\"text\":\"changed\",\"time\":1793584801000}");
    send("PATCH", "/api/annotations/3", "{\"tags\":[\"one\"]}");
    get("/api/annotations/3");
    send("DELETE", "/api/annotations/3", "");
    send("DELETE", "/api/annotations/3", "");
    get("/api/annotations/x");

    Golden.assertText("grafana/annotations.golden", told.toString());
  }

  @Test
  void ourEnginesAreItsDataSources() {
    get("/api/datasources");
    get("/api/datasources/uid/prometheus");
    get("/api/datasources/name/Elasticsearch");
    get("/api/datasources/id/Jaeger");
    get("/api/datasources/4");
    get("/api/datasources/uid/loki");
    post("/api/datasources", "{\"name\":\"Prometheus\",\"type\":\"prometheus\"}");
    post("/api/datasources", "{\"name\":\"p\",\"uid\":\"prometheus\"}");
    post("/api/datasources", "{\"name\":\"Loki\"}");
    post("/api/ds/query", "{}");
    get("/api/health");
    get("/api/org");
    get("/api/user");
    get("/api/user/orgs");
    get("/api/frontend/settings");
    get("/api/login/ping");

    Golden.assertText("grafana/about.golden", told.toString());
  }

  @Test
  void whoAsksAnEngineThroughGrafanaIsSentToItsDoor() {
    assertThat(
            get("/api/datasources/proxy/uid/prometheus/api/v1/query?query=up%7Ba%3D%22b%22%7D")
                .headers()
                .firstValue("location"))
        .contains("http://127.0.0.1:7600/prometheus/api/v1/query?query=up%7Ba%3D%22b%22%7D");
    HttpResponse<String> posted =
        post("/api/datasources/uid/elasticsearch/resources/_msearch", "{}");
    assertThat(posted.statusCode()).isEqualTo(307);
    assertThat(posted.headers().firstValue("location"))
        .contains("http://127.0.0.1:7600/elasticsearch/_msearch");
    assertThat(get("/d/abc/some-title").headers().firstValue("location"))
        .contains("http://127.0.0.1:7600/dashboards/abc");
  }

  @Test
  void importFillsInWhatADashboardAsksFor() {
    String dashboard =
        """
        {"__inputs":[{"name":"DS_A","type":"datasource","pluginId":"prometheus"},\
        {"name":"VAR_J","type":"constant","value":"mall"}],"id":77,"title":"Shared","n":1.50,\
        "panels":[{"datasource":{"uid":"${DS_A}"},"expr":"up{job=\\"${VAR_J}\\",x=\\"${other}\\"}"}]}\
        """;
    HttpResponse<String> answer =
        post(
            "/api/dashboards/import",
            "{\"dashboard\":%s,\"inputs\":[{\"name\":\"DS_A\",\"type\":\"datasource\",\"value\":\"mine\"}]}"
                .formatted(dashboard));
    assertThat(map(answer).get("imported")).isEqualTo(true);
    String kept = get("/api/dashboards/uid/" + map(answer).get("uid")).body();
    assertThat(kept)
        .contains("\"uid\":\"mine\"")
        .contains("up{job=\\\"mall\\\",x=\\\"${other}\\\"}")
        .contains("\"n\":1.50")
        .doesNotContain("__inputs");

    answer =
        post(
            "/api/dashboards/import", "{\"dashboard\":%s,\"overwrite\":true}".formatted(dashboard));
    assertThat(get("/api/dashboards/uid/" + map(answer).get("uid")).body())
        .as("an input that is not given is our own engine of that kind")
        .contains("\"uid\":\"prometheus\"");

    answer =
        post(
            "/api/dashboards/import",
            """
            {"dashboard":{"title":"x","__inputs":[\
            {"name":"DS_L","type":"datasource","pluginId":"loki"}]}}\
            """);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Dashboard input variable: DS_L missing");
  }

  @Test
  void dashboardsFromFilesFollowTheirFilesAndCannotBeSavedOver() {
    files.add(
        new Provisioning.File("a.json", "{\"uid\":\"a\",\"title\":\"A\",\"tags\":[\"home\"]}"));
    files.add(new Provisioning.File("b.json", "{\"dashboard\":{\"title\":\"B\"}}"));
    files.add(new Provisioning.File("broken.json", "{"));
    provisioning.sync();
    provisioning.sync();
    assertThat(shelf.dashboards.list())
        .extracting(DashboardStore.Dashboard::title, DashboardStore.Dashboard::version)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("A", 1),
            org.assertj.core.groups.Tuple.tuple("B", 1));
    get("/api/dashboards/uid/a");
    get("/api/dashboards/home");
    post(
        "/api/dashboards/db",
        "{\"dashboard\":{\"uid\":\"a\",\"title\":\"Mine\"},\"overwrite\":true}");
    send("DELETE", "/api/dashboards/uid/a", "");
    send("DELETE", "/api/folders/mallwatch", "");
    post("/api/dashboards/db", "{\"dashboard\":{\"title\":\"A\"}}");
    Golden.assertText("grafana/provisioned.golden", told.toString());

    files.set(0, new Provisioning.File("a.json", "{\"uid\":\"a\",\"title\":\"A2\"}"));
    files.remove(1);
    assertThat(post("/api/admin/provisioning/dashboards/reload", "").statusCode()).isEqualTo(200);
    assertThat(shelf.dashboards.find("a").orElseThrow().dashboard().version()).isEqualTo(2);
    assertThat(shelf.dashboards.list())
        .extracting(DashboardStore.Dashboard::title)
        .containsExactlyInAnyOrder("A2", "A");
  }

  @Test
  void aFileDoesNotTakeTheUidOfADashboardThatPeopleMade() {
    save("{\"uid\":\"mine\",\"title\":\"Mine\"}");
    files.add(new Provisioning.File("f.json", "{\"uid\":\"mine\",\"title\":\"File\"}"));
    provisioning.sync();
    assertThat(shelf.dashboards.find("mine").orElseThrow().dashboard().title()).isEqualTo("Mine");
  }

  @Test
  void thePapersDashboardsAreTakenAsPasted() throws IOException {
    for (String name : List.of("paper-business", "paper-system")) {
      String pasted = Files.readString(Path.of("src/test/resources/grafana", name + ".json"));
      HttpResponse<String> answer = post("/api/dashboards/db", pasted);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Map<?, ?> kept = map(get("/api/dashboards/uid/" + map(answer).get("uid")));
      Map<?, ?> sent = (Map<?, ?>) ((Map<?, ?>) tree(pasted)).get("dashboard");
      assertThat(without((Map<?, ?>) kept.get("dashboard"))).isEqualTo(without(sent));
      assertThat(post("/api/dashboards/import", pasted).statusCode())
          .as("the same title again")
          .isEqualTo(412);
    }
  }

  @Test
  void realDashboardsComeBackAsTheyWent() throws IOException {
    Path folder = Path.of("../../shared/data/grafana-dashboards");
    Assumptions.assumeTrue(Files.isDirectory(folder), "the dashboards are not there");
    int seen = 0;
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".json")).sorted().toList()) {
        String json = Files.readString(path);
        HttpResponse<String> answer =
            client.post(
                "/grafana/api/dashboards/db", "application/json", "{\"dashboard\":" + json + "}");
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        String kept = client.get("/grafana/api/dashboards/uid/" + map(answer).get("uid")).body();
        assertThat(without((Map<?, ?>) map(kept).get("dashboard"))).isEqualTo(without(map(json)));
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(10);
  }

  private static Map<?, ?> map(String json) {
    return (Map<?, ?>) tree(json);
  }

  /// Without what a Grafana gives.
  private static Map<?, ?> without(@Nullable Map<?, ?> dashboard) {
    assertThat(dashboard).isNotNull();
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(dashboard);
    rest.keySet().removeAll(List.of("id", "uid", "version"));
    return rest;
  }
}
