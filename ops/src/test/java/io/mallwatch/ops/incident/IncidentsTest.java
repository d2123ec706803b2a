package io.mallwatch.ops.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.ops.incident.TimelineEvent.Kind;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private static final String GROUP = "{}:{alertname=\"TransactionSuccessRateLow\"}";

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Incidents incidents = new Incidents(new MemoryIncidents(), clock);

  private Alert alert(String name, String severity, boolean firing, String... more) {
    Instant now = clock.instant();
    return new Alert(
        Labels.of("alertname", name, "severity", severity).with(Labels.of(more)),
        Map.of("summary", "交易成功率过低", "description", "过去5分钟交易成功率: 81%"),
        now.minusSeconds(60),
        firing ? now.plusSeconds(240) : now,
        "");
  }

  private void group(Alert... alerts) {
    incidents.groupChanged(GROUP, "default", List.of(alerts));
  }

  private Incident only() {
    assertThat(incidents.list(true, true, 10)).hasSize(1);
    return incidents.list(true, true, 10).getFirst();
  }

  private List<Kind> kinds() {
    return incidents.timeline(1).stream().map(TimelineEvent::kind).toList();
  }

  @Test
  void aCriticalAlertOpensAPOneAndItsEndResolvesIt() {
    group(alert("Low", "critical", true));

    assertThat(only().priority()).isEqualTo(Priority.P1);
    assertThat(only().title()).isEqualTo("交易成功率过低");
    assertThat(only().id()).isEqualTo("INC-000001");
    clock.advance(Duration.ofMinutes(7));
    group(alert("Low", "critical", false));

    assertThat(only().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(kinds())
        .containsExactly(Kind.OPENED, Kind.ALERT_FIRING, Kind.ALERT_RESOLVED, Kind.RESOLVED);
  }

  @Test
  void levelsMapToPrioritiesAndInfoMakesNoIncident() {
    assertThat(PriorityRule.of(alert("a", "critical", true, "priority", "P0")))
        .contains(Priority.P0);
    assertThat(PriorityRule.of(alert("a", "critical", true, "priority", "P2")))
        .contains(Priority.P1);
    assertThat(PriorityRule.of(alert("a", "high", true))).contains(Priority.P2);
    assertThat(PriorityRule.of(alert("a", "high", true, "priority", "p1"))).contains(Priority.P1);
    assertThat(PriorityRule.of(alert("a", "warning", true))).contains(Priority.P3);
    group(alert("a", "info", true));
    assertThat(incidents.list(true, true, 10)).isEmpty();
  }

  @Test
  void theSameGroupToldAgainOpensNoSecondOneAndSaysNothingNew() {
    group(alert("Low", "critical", true));
    int entries = kinds().size();
    group(alert("Low", "critical", true));

    assertThat(only().isOpen()).isTrue();
    assertThat(kinds()).hasSize(entries);
  }

  @Test
  void anAlertThatReachesTwoRoutesHasOneIncident() {
    Alert alert = alert("Low", "critical", true);
    incidents.groupChanged("{}/a", "mail", List.of(alert));
    incidents.groupChanged("{}/b", "webhook", List.of(alert));

    assertThat(only().groupKey()).isEqualTo("{}/a");
  }

  @Test
  void aGraverAlertRaisesThePriority() {
    group(alert("Low", "warning", true));
    group(alert("Low", "warning", true), alert("Down", "critical", true));

    assertThat(only().priority()).isEqualTo(Priority.P1);
    assertThat(kinds()).contains(Kind.PRIORITY);
  }

  @Test
  void itIsReopenedWithinHalfAnHourAndAnewAfterwards() {
    group(alert("Low", "critical", true));
    group(alert("Low", "critical", false));
    clock.advance(Duration.ofMinutes(20));
    group(alert("Low", "critical", true));
    assertThat(only().state()).isEqualTo(Incident.State.TRIGGERED);
    assertThat(only().openedAt()).isEqualTo(clock.instant());

    group(alert("Low", "critical", false));
    clock.advance(Duration.ofMinutes(31));
    group(alert("Low", "critical", true));
    assertThat(incidents.list(true, true, 10)).hasSize(2);
  }

  @Test
  void endedByHandItStaysEndedWhileTheSameAlertsGoOn() {
    group(alert("Low", "critical", true));
    incidents.resolve(1, "王芳", "已切换通道");
    group(alert("Low", "critical", true));
    assertThat(only().isOpen()).isFalse();

    group(alert("Low", "critical", true), alert("Down", "critical", true));
    assertThat(only().isOpen()).isTrue();
  }

  @Test
  void clocksWarnAtHalfAndFourFifthsAndTellTheBreachOnce() {
    group(alert("Low", "critical", true)); // response 30 min, resolution 4 h
    for (int minute = 0; minute < 40; minute++) {
      clock.advance(Duration.ofMinutes(1));
      incidents.tick();
    }

    assertThat(incidents.timeline(1))
        .filteredOn(event -> event.data().containsKey("clock"))
        .extracting(event -> event.data().get("clock") + event.data().get("percent"))
        .containsExactly("response50", "response80", "response100");
    assertThat(only().responseBreached(clock.instant())).isTrue();
    assertThat(only().resolutionBreached(clock.instant())).isFalse();
  }

  @Test
  void acknowledgingStopsTheResponseClock() {
    group(alert("Low", "critical", true));
    clock.advance(Duration.ofMinutes(10));
    incidents.acknowledge(1, "王芳");
    clock.advance(Duration.ofHours(1));
    incidents.tick();

    assertThat(only().responseBreached(clock.instant())).isFalse();
    assertThat(kinds()).doesNotContain(Kind.BREACH);
    assertThat(incidents.acknowledge(1, "李雷").orElseThrow().acknowledgedBy()).isEqualTo("王芳");
  }

  @Test
  void prioritiesHaveThePapersClocks() {
    assertThat(Priority.P0.response()).isEqualTo(Duration.ofMinutes(15));
    assertThat(Priority.P0.resolution()).isEqualTo(Duration.ofHours(2));
    assertThat(Priority.P1.response()).isEqualTo(Duration.ofMinutes(30));
    assertThat(Priority.P1.resolution()).isEqualTo(Duration.ofHours(4));
    assertThat(Priority.P2.response()).isEqualTo(Duration.ofHours(1));
    assertThat(Priority.P2.resolution()).isEqualTo(Duration.ofHours(8));
    assertThat(Priority.P3.response()).isEqualTo(Duration.ofHours(4));
    assertThat(Priority.P3.resolution()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void handsCanOpenNoteAndResolve() {
    Incident opened = incidents.open("机房断电", Priority.P0, "备用电源已启动", "王芳");
    incidents.note(opened.number(), "李雷", "运营商确认");
    incidents.resolve(opened.number(), "王芳", "");

    assertThat(kinds()).containsExactly(Kind.OPENED, Kind.NOTE, Kind.NOTE, Kind.RESOLVED);
    assertThatThrownBy(() -> incidents.acknowledge(opened.number(), "王芳"))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() -> incidents.open(" ", Priority.P0, "", "王芳"))
        .hasMessageContaining("title");
    assertThatThrownBy(() -> incidents.note(opened.number(), "", "x")).hasMessageContaining("by:");
    assertThat(incidents.note(99, "王芳", "x")).isEmpty();
  }
}
