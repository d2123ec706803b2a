package io.mallwatch.doors.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.DoorMetrics;
import io.mallwatch.doors.http.TestDoor;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Golden;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class AlertmanagerDoorTest {

  private static final String ID = "0b3f8f0e-3b1e-4f7c-9a5e-3d0a6f1c2b4d";

  private final FakeClock clock = FakeClock.mondayMorning();
  private final List<Alert> accepted = new ArrayList<>();
  private final Book book = new Book();
  private final DoorMetrics metrics = new DoorMetrics();
  private final Client client =
      Client.of(
          new AlertmanagerDoor(
              new AlertmanagerPorts(
                  accepted::addAll, new Board(), book, new Facts(), Duration.ofMinutes(5)),
              metrics,
              clock),
          new TestDoor("root", "", List.of()));

  private final class Board implements AlertmanagerPorts.Board {
    @Override
    public List<AlertmanagerPorts.HeldAlert> alerts() {
      return List.of(
          held("A", "critical", List.of(), List.of()),
          held("B", "warning", List.of(ID), List.of()),
          held("C", "warning", List.of(), List.of("97dcf31b2e78012f")));
    }

    private AlertmanagerPorts.HeldAlert held(
        String name, String severity, List<String> silencedBy, List<String> inhibitedBy) {
      return new AlertmanagerPorts.HeldAlert(
          new Alert(
              Labels.of("alertname", name, "severity", severity),
              Map.of("summary", "交易成功率过低"),
              clock.instant(),
              clock.instant().plusSeconds(240),
              "http://127.0.0.1:7600/metrics?query=up"),
          clock.instant().plusMillis(7),
          List.of(severity.equals("critical") ? "ops" : "team"),
          true,
          silencedBy,
          inhibitedBy,
          List.of());
    }

    @Override
    public List<AlertmanagerPorts.Group> groups() {
      return List.of(
          new AlertmanagerPorts.Group(
              Labels.of("alertname", "A"), "ops", List.of(alerts().getFirst())),
          new AlertmanagerPorts.Group(
              Labels.of("alertname", "B"), "team", List.of(alerts().get(1))));
    }

    @Override
    public List<String> receivers() {
      return List.of("ops", "team");
    }
  }

  private final class Book implements AlertmanagerPorts.Silences {
    private final List<AlertmanagerPorts.Silence> kept = new ArrayList<>();
    private boolean random;

    @Override
    public List<AlertmanagerPorts.Silence> silences() {
      return List.copyOf(kept);
    }

    @Override
    public Optional<String> put(AlertmanagerPorts.PostedSilence posted) {
      if (!posted.id().isEmpty() && kept.stream().noneMatch(s -> s.id().equals(posted.id()))) {
        return Optional.empty();
      }
      String id = random ? UUID.randomUUID().toString() : ID;
      kept.removeIf(silence -> silence.id().equals(posted.id()));
      add(id, posted.matchers(), posted.startsAt(), posted.endsAt());
      return Optional.of(id);
    }

    private void add(String id, List<Matcher> matchers, Instant startsAt, Instant endsAt) {
      kept.add(
          new AlertmanagerPorts.Silence(
              id, matchers, startsAt, endsAt, clock.instant(), "李雷", "升级中"));
    }

    @Override
    public boolean expire(String id) {
      return kept.removeIf(silence -> silence.id().equals(id));
    }
  }

  private final class Facts implements AlertmanagerPorts.Status {
    @Override
    public String configYaml() {
      return """
      route:
        receiver: ops
        routes:
          - receiver: team
            matchers: ['severity="warning"']
      receivers:
        - name: ops
        - name: team
      """;
    }

    @Override
    public Instant startedAt() {
      return clock.instant().minusSeconds(60);
    }

    @Override
    public String version() {
      return "0.25.0";
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static String enc(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String ok(String path) {
    HttpResponse<String> answer = client.get("/alertmanager/api/v2" + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void alertsGroupsReceiversAndStatusHaveTheirShapes() {
    Golden.assertText(
        "alertmanager/shapes.golden",
        String.join(
            "\n",
            ok("/status"),
            ok("/receivers"),
            ok("/alerts?silenced=false"),
            ok("/alerts/groups")));
    assertThat(client.get("/alertmanager/-/healthy").body()).isEqualTo("OK");
    assertThat(client.get("/alertmanager/-/ready").body()).isEqualTo("OK");
  }

  @Test
  void alertsAreFiltered() {
    assertThat(names(ok("/alerts"))).isEqualTo("ABC");
    assertThat(names(ok("/alerts?active=false"))).isEqualTo("BC");
    assertThat(names(ok("/alerts?silenced=false&inhibited=false"))).isEqualTo("A");
    assertThat(names(ok("/alerts?filter=" + enc("alertname=~\"A|C\"")))).isEqualTo("AC");
    assertThat(
            names(
                ok(
                    "/alerts?filter="
                        + enc("alertname!=A")
                        + "&filter="
                        + enc("severity=\"warning\""))))
        .isEqualTo("BC");
    assertThat(names(ok("/alerts?receiver=te.m"))).isEqualTo("BC");
    assertThat(names(ok("/alerts/groups?receiver=team"))).isEqualTo("B");
    assertThat(names(ok("/alerts/groups?silenced=false"))).isEqualTo("A");
  }

  /// The one-letter alert names in a body, sorted, each once.
  private static String names(String body) {
    StringBuilder names = new StringBuilder();
    for (String name : List.of("A", "B", "C")) {
      if (body.contains("\"alertname\":\"" + name + "\"")) {
        names.append(name);
      }
    }
    return names.toString();
  }

  @Test
  void postedAlertsGetTheirDefaults() {
    HttpResponse<String> answer =
        client.post(
            "/alertmanager/api/v2/alerts",
            "application/json",
            """
            [{"labels":{"alertname":"Down","empty":""},"annotations":{"summary":"停了"},
              "generatorURL":"http://x/"},
             {"labels":{"alertname":"Over"},"startsAt":"2026-11-02T09:00:00+08:00",
              "endsAt":"2026-11-02T01:30:00Z"},
             {"labels":{"alertname":"Ended"},"startsAt":"0001-01-01T00:00:00Z",
              "endsAt":"2026-11-02T01:30:00Z"},
             {"labels":{"alertname":"ByAmtool"},"startsAt":"0001-01-01T00:00:00.000Z",
              "endsAt":"0001-01-01T00:00:00.000Z"}]
            """);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(accepted)
        .extracting(Alert::name)
        .containsExactly("Down", "Over", "Ended", "ByAmtool");
    Alert down = accepted.getFirst();
    assertThat(down.labels()).isEqualTo(Labels.of("alertname", "Down"));
    assertThat(down.startsAt()).isEqualTo(clock.instant());
    assertThat(down.endsAt()).isEqualTo(clock.instant().plusSeconds(300));
    assertThat(accepted.get(1).startsAt()).isEqualTo(Instant.parse("2026-11-02T01:00:00Z"));
    assertThat(accepted.get(2).startsAt()).isEqualTo(accepted.get(2).endsAt());
    assertThat(accepted.get(3).endsAt()).isEqualTo(clock.instant().plusSeconds(300));
  }

  @Test
  void goodAlertsAreKeptBesideBadOnes() {
    HttpResponse<String> answer =
        client.post(
            "/alertmanager/api/v2/alerts",
            "application/json",
            """
            [{"labels":{"alertname":"Good"}}, {"labels":{}}, {"labels":{"a":1}}, 7,
             {"labels":{"alertname":"X"},"startsAt":"soon"},
             {"labels":{"alertname":"X"},"startsAt":"2026-11-02T02:00:00Z",
              "endsAt":"2026-11-02T01:00:00Z"}]
            """);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .isEqualTo(
            "\"at least one label pair required; "
                + "labels.a must be a string of at most 65536 characters; "
                + "an alert must be a JSON object; "
                + "startsAt \\\"soon\\\" is not an RFC 3339 time; "
                + "start time must be before end time\"");
    assertThat(accepted).extracting(Alert::name).containsExactly("Good");
    assertThat(metrics.families().toString())
        .contains("labels={door=\"alertmanager\", reason=\"invalid_alert\"}, value=5.0");
  }

  private HttpResponse<String> silence(String body) {
    return client.post("/alertmanager/api/v2/silences", "application/json", body);
  }

  private static String silenceJson(String id, String matchers) {
    return """
    {"id":%s,"matchers":%s,"startsAt":"2026-11-02T02:00:00Z","endsAt":"2026-11-02T03:00:00Z",
     "createdBy":"韩梅梅","comment":"c"}
    """
        .formatted(id, matchers);
  }

  @Test
  void silencesAreMadeShownAndEnded() {
    HttpResponse<String> made =
        silence(
            silenceJson(
                "null",
                "[{\"name\":\"alertname\",\"value\":\"A|B\",\"isRegex\":true},"
                    + "{\"name\":\"team\",\"value\":\"x\",\"isRegex\":false,\"isEqual\":false}]"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(made.body()).isEqualTo("{\"silenceID\":\"" + ID + "\"}");
    assertThat(ok("/silence/" + ID))
        .isEqualTo(
            "{\"id\":\"%s\",\"status\":{\"state\":\"active\"},\"updatedAt\":\"2026-11-02T02:00:00.000Z\",\"comment\":\"升级中\",\"createdBy\":\"李雷\",\"endsAt\":\"2026-11-02T03:00:00.000Z\",\"matchers\":[{\"isEqual\":true,\"isRegex\":true,\"name\":\"alertname\",\"value\":\"A|B\"},{\"isEqual\":false,\"isRegex\":false,\"name\":\"team\",\"value\":\"x\"}],\"startsAt\":\"2026-11-02T02:00:00.000Z\"}"
                .formatted(ID));
    HttpResponse<String> ended =
        client.send(client.request("/alertmanager/api/v2/silence/" + ID).DELETE().build());
    assertThat(ended.statusCode()).isEqualTo(200);
    assertThat(book.kept).isEmpty();
  }

  @Test
  void badSilencesAreRefusedInAlertmanagersWords() {
    StringBuilder told = new StringBuilder();
    for (String body :
        List.of(
            "[]",
            "{",
            silenceJson("null", "[]"),
            silenceJson("null", "[{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}]"),
            silenceJson("null", "[{\"name\":\"a\",\"value\":\".*\",\"isRegex\":true}]"),
            silenceJson("null", "[{\"value\":\"x\"}]"),
            silenceJson("\"" + ID + "\"", "[{\"name\":\"a\",\"value\":\"b\"}]"),
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\"}]}",
            silenceJson("null", "[{\"name\":\"a\",\"value\":\"b\"}]")
                .replace("03:00:00Z", "01:00:00Z"),
            silenceJson("null", "[{\"name\":\"a\",\"value\":\"b\"}]")
                .replace("02:00:00Z", "00:00:00Z")
                .replace("03:00:00Z", "01:00:00Z"))) {
      HttpResponse<String> answer = silence(body);
      told.append(answer.statusCode()).append(' ').append(answer.body()).append('\n');
    }
    for (String path :
        List.of(
            "/silence/xx",
            "/silence/" + ID,
            "/alerts?filter=bad",
            "/alerts?active=maybe",
            "/alerts?receiver=" + enc("("))) {
      HttpResponse<String> answer = client.get("/alertmanager/api/v2" + path);
      told.append(answer.statusCode()).append(' ').append(answer.body()).append('\n');
    }
    Golden.assertText("alertmanager/errors.golden", told.toString());
  }

  @Test
  void silencesAreListedByStateAndTime() {
    Instant now = clock.instant();
    List<Matcher> matchers = List.of(Matcher.equal("alertname", "A"));
    book.add("expired-1", matchers, now.minusSeconds(90), now.minusSeconds(50));
    book.add("expired-2", matchers, now.minusSeconds(90), now.minusSeconds(10));
    book.add("pending", matchers, now.plusSeconds(10), now.plusSeconds(20));
    book.add("active-late", matchers, now.minusSeconds(10), now.plusSeconds(20));
    book.add(
        "active-soon",
        List.of(Matcher.equal("alertname", "B")),
        now.minusSeconds(10),
        now.plusSeconds(5));
    assertThat(ids(ok("/silences")))
        .containsExactly("active-soon", "active-late", "pending", "expired-2", "expired-1");
    assertThat(ids(ok("/silences?expired=false&pending=false")))
        .containsExactly("active-soon", "active-late");
    assertThat(ids(ok("/silences?filter=" + enc("alertname=\"B\""))))
        .containsExactly("active-soon");
  }

  private static List<String> ids(String body) {
    return java.util.regex.Pattern.compile("\"id\":\"([^\"]+)\"")
        .matcher(body)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void theRealAmtoolWorksAgainstIt() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/amtool")),
        "skipped: Debian's prometheus-alertmanager is not installed");
    book.random = true;
    assertThat(amtool("alert", "query")).contains("\nA  ").doesNotContain("\nB  ", "\nC  ");
    assertThat(amtool("alert", "query", "--inhibited", "severity=warning"))
        .contains("\nC  ")
        .doesNotContain("\nA  ");
    assertThat(amtool("alert", "add", "alertname=FromTool", "node=bar")).isEmpty();
    assertThat(accepted).extracting(Alert::name).containsExactly("FromTool");
    String id =
        amtool("silence", "add", "--comment=c", "--author=me", "alertname=A", "team=~x.*").strip();
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(book.kept.getFirst().matchers())
        .containsExactlyInAnyOrder(
            Matcher.equal("alertname", "A"), new Matcher(Matcher.Type.REGEX, "team", "x.*"));
    // amtool lists by its own clock.
    assertThat(amtool("silence", "query", "-q")).contains(id);
    assertThat(amtool("silence", "expire", id)).isEmpty();
    assertThat(book.kept).isEmpty();
    assertThat(amtool("config", "routes", "test", "severity=warning").strip()).isEqualTo("team");
    assertThat(amtool("cluster", "show")).contains("disabled");
  }

  private String amtool(String... arguments) throws IOException, InterruptedException {
    clock.set(Instant.now());
    List<String> command = new ArrayList<>(List.of("/usr/bin/amtool"));
    command.addAll(List.of(arguments));
    command.add("--alertmanager.url=" + client.doors().url() + "/alertmanager");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
