package io.mallwatch.doors.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Client;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentRepository;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.ops.oncall.AckLinks;
import io.mallwatch.testkit.FakeClock;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AckDoorTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Incidents incidents = new Incidents(new Kept(), clock);
  private final AckLinks links = new AckLinks(new byte[32], clock);
  private final Client client =
      Client.of(
          new AckDoor(incidents, FakeOnCall.at(clock), links, ZONE),
          new StatusDoor(incidents, ZONE, clock));

  @AfterEach
  void close() {
    client.close();
  }

  private HttpResponse<String> press(String path) {
    return client.send(client.request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private Incident.State state() {
    return incidents.find(1).orElseThrow().state();
  }

  @Test
  void openingTheLinkChangesNothingAndTheButtonAcknowledges() {
    incidents.open("收银台 <b>打不开</b>", Priority.P0, "", "x");
    String path = "/ack/" + links.token(1, "wang");

    HttpResponse<String> page = client.get(path);
    assertThat(page.body())
        .contains("<form method=\"post\">", "确认接手", "王芳", "收银台 &lt;b&gt;")
        .doesNotContain("<script");
    assertThat(client.get(path, "accept-language", "en-GB").body()).contains("Acknowledge");
    client.send(client.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build());
    assertThat(state()).isEqualTo(Incident.State.TRIGGERED);

    assertThat(press(path).statusCode()).isEqualTo(303);
    assertThat(state()).isEqualTo(Incident.State.ACKNOWLEDGED);
    assertThat(incidents.find(1).orElseThrow().acknowledgedBy()).isEqualTo("王芳");
    assertThat(client.get(path).body()).contains("已确认").doesNotContain("<form");
    incidents.resolve(1, "x", "");
    assertThat(press(path).statusCode()).isEqualTo(303);
    assertThat(state()).isEqualTo(Incident.State.RESOLVED);
  }

  @Test
  void aLinkOfOthersOrOfYesterdayDoesNothing() {
    incidents.open("慢", Priority.P2, "", "x");
    String token = links.token(1, "wang");

    assertThat(press("/ack/" + token + "x").statusCode()).isEqualTo(404);
    assertThat(client.get("/ack/x.y").statusCode()).isEqualTo(404);
    clock.advance(Duration.ofHours(25));
    assertThat(press("/ack/" + token).statusCode()).isEqualTo(404);
    assertThat(state()).isEqualTo(Incident.State.TRIGGERED);
  }

  @Test
  void theStatusPageShowsWhatIsGraveAndNothingElse() {
    assertThat(client.get("/status").body()).contains("一切正常");
    incidents.open("内部小事", Priority.P3, "", "x");
    incidents.open("支付慢", Priority.P2, "secret note", "x");

    HttpResponse<String> page = client.get("/status", "accept-language", "en");
    assertThat(page.body())
        .contains("Some functions are impaired", "支付慢")
        .doesNotContain("内部小事", "secret note");
    incidents.open("全挂", Priority.P0, "", "x");
    assertThat(client.get("/status/summary.json").body()).contains("\"status\":\"major\"");
    incidents.resolve(3, "x", "");
    assertThat(client.get("/status").body()).contains("历时 1 分钟", "class=\"bad\"");
  }

  /// Incidents in memory.
  private static final class Kept implements IncidentRepository {

    private final Map<Integer, Incident> incidents = new TreeMap<>();
    private final List<TimelineEvent> events = new ArrayList<>();

    @Override
    public int nextNumber() {
      return incidents.size() + 1;
    }

    @Override
    public void save(Incident incident, List<TimelineEvent> added) {
      incidents.put(incident.number(), incident);
      events.addAll(added);
    }

    @Override
    public void append(int number, List<TimelineEvent> added) {
      events.addAll(added);
    }

    @Override
    public Optional<Incident> find(int number) {
      return Optional.ofNullable(incidents.get(number));
    }

    @Override
    public List<Incident> list(boolean open, boolean resolved, int limit) {
      return List.copyOf(incidents.values());
    }

    @Override
    public List<Incident> openedBetween(Instant from, Instant until, int limit) {
      return incidents.values().stream().filter(one -> !one.openedAt().isBefore(from)).toList();
    }

    @Override
    public Optional<Incident> lastOfGroup(String groupKey) {
      return Optional.empty();
    }

    @Override
    public List<TimelineEvent> timeline(int number) {
      return List.copyOf(events);
    }
  }
}
