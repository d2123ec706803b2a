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

class IncidentHandsTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Incidents incidents = new Incidents(new MemoryIncidents(), clock);

  private Alert alert(String name, String severity, boolean firing, String... more) {
    Instant now = clock.instant();
    return new Alert(
        Labels.of("alertname", name, "severity", severity, "service", "pay").with(Labels.of(more)),
        Map.of("summary", name),
        now.minusSeconds(60),
        firing ? now.plusSeconds(240) : now,
        "");
  }

  private void group(String key, Alert... alerts) {
    incidents.groupChanged(key, "default", List.of(alerts));
  }

  private Incident incident(int number) {
    return incidents.find(number).orElseThrow();
  }

  private List<Kind> kinds(int number) {
    return incidents.timeline(number).stream().map(TimelineEvent::kind).toList();
  }

  @Test
  void whoAcknowledgesLeadsUntilSomebodyElseIsAssigned() {
    incidents.open("机房断电", Priority.P0, "", "王芳");
    incidents.acknowledge(1, "王芳");
    assertThat(incident(1).handling().assignee()).isEqualTo("王芳");

    incidents.change(1, "王芳", new Change.Assign("李雷"));
    incidents.change(1, "王芳", new Change.AddResponder("韩梅"));
    incidents.change(1, "王芳", new Change.AddResponder("韩梅"));

    assertThat(incident(1).handling().assignee()).isEqualTo("李雷");
    assertThat(incident(1).handling().responders()).containsExactly("韩梅");
    assertThat(kinds(1))
        .containsExactly(Kind.OPENED, Kind.ACKNOWLEDGED, Kind.ASSIGNED, Kind.RESPONDER);
  }

  @Test
  void aSnoozeHoldsCallsAndEndsByItself() {
    incidents.open("慢", Priority.P2, "", "王芳");
    incidents.change(1, "王芳", new Change.Snooze(Duration.ofMinutes(30)));
    assertThat(incident(1).isSnoozed(clock.instant())).isTrue();

    clock.advance(Duration.ofMinutes(31));
    incidents.tick();

    assertThat(incident(1).handling().snoozedUntil()).isNull();
    assertThat(kinds(1)).contains(Kind.SNOOZED);
    assertThatThrownBy(() -> incidents.change(1, "王芳", new Change.Snooze(Duration.ofDays(8))))
        .isInstanceOf(BadQueryException.class)
        .hasMessageContaining("minutes");
  }

  @Test
  void aMergedIncidentGivesItsAlertsAndItsGroupToTheOther() {
    group("a", alert("SlowPay", "high", true));
    group("b", alert("PayDown", "critical", true));
    incidents.change(2, "王芳", new Change.Merge(1));

    assertThat(incident(2).isOpen()).isFalse();
    assertThat(incident(2).handling().mergedInto()).isEqualTo(1);
    assertThat(incident(1).alerts()).hasSize(2);
    assertThat(incident(1).priority()).isEqualTo(Priority.P1);

    group("b", alert("PayDown", "critical", true), alert("PayDown", "critical", true, "pod", "2"));
    assertThat(incident(1).alerts()).hasSize(3);
    assertThat(incidents.list(true, true, 10)).hasSize(2);
    assertThatThrownBy(() -> incidents.change(1, "王芳", new Change.Merge(1)))
        .hasMessageContaining("into");
    assertThatThrownBy(() -> incidents.change(1, "王芳", new Change.Merge(2)))
        .hasMessageContaining("into");
  }

  @Test
  void anAlertOfOneOpenIncidentDoesNotJoinAnother() {
    Alert shared = alert("PayDown", "critical", true);
    group("direct", shared);
    group("other", alert("SlowPay", "high", true));
    group("other", alert("SlowPay", "high", true), shared);

    assertThat(incident(1).alerts()).hasSize(1);
    assertThat(incident(2).alerts()).hasSize(1);
  }

  @Test
  void handsReopenAndChangeThePriority() {
    incidents.open("慢", Priority.P2, "", "王芳");
    incidents.resolve(1, "王芳", "");
    clock.advance(Duration.ofHours(3));
    incidents.change(1, "李雷", new Change.Reopen());
    incidents.change(1, "李雷", new Change.SetPriority(Priority.P0));

    assertThat(incident(1).isOpen()).isTrue();
    assertThat(incident(1).openedAt()).isEqualTo(clock.instant());
    assertThat(incident(1).responseDue()).isEqualTo(clock.instant().plusSeconds(900));
    assertThat(kinds(1)).endsWith(Kind.REOPENED, Kind.PRIORITY);
  }

  @Test
  void whatComesAndGoesIsHeldOpenUntilItHasBeenQuiet() {
    group("a", alert("Flappy", "high", true));
    for (int i = 0; i < 3; i++) {
      group("a", alert("Flappy", "high", false));
      clock.advance(Duration.ofMinutes(2));
      group("a", alert("Flappy", "high", true));
    }
    assertThat(kinds(1)).contains(Kind.FLAPPING);

    group("a", alert("Flappy", "high", false));
    assertThat(incident(1).isOpen()).isTrue();
    group("a", alert("Flappy", "high", true));
    clock.advance(Duration.ofMinutes(1));
    group("a", alert("Flappy", "high", false));
    assertThat(kinds(1).stream().filter(Kind.REOPENED::equals)).hasSize(3);
    clock.advance(Duration.ofMinutes(14));
    incidents.tick();
    assertThat(incident(1).isOpen()).isTrue();
    clock.advance(Duration.ofMinutes(1));
    incidents.tick();
    assertThat(incident(1).isOpen()).isFalse();
  }

  @Test
  void aStormOfGroupsIsHeldTogetherButForThoseWithPZero() {
    for (int i = 0; i < 60; i++) {
      group("g" + i, alert("Down" + i, "high", true));
    }
    group("grave", alert("AllDown", "critical", true, "priority", "P0"));

    assertThat(incidents.open()).hasSize(22);
    Incident storm = incident(21);
    assertThat(storm.title()).contains("告警风暴");
    assertThat(storm.alerts()).hasSize(40);
    assertThat(incident(22).priority()).isEqualTo(Priority.P0);

    for (int i = 0; i < 60; i++) {
      group("g" + i, alert("Down" + i, "high", false));
    }
    assertThat(incidents.open()).hasSize(1);
    clock.advance(Duration.ofMinutes(6));
    group("late", alert("Later", "high", true));
    assertThat(incidents.open()).hasSize(2);
  }

  @Test
  void anAcknowledgementThatIsTakenBackKeepsTheFirstAnswer() {
    incidents.open("慢", Priority.P1, "", "王芳");
    clock.advance(Duration.ofMinutes(5));
    incidents.acknowledge(1, "王芳");
    Instant first = clock.instant();
    clock.advance(Duration.ofHours(1));
    incidents.unacknowledge(1, Duration.ofMinutes(60));
    assertThat(incident(1).state()).isEqualTo(Incident.State.TRIGGERED);
    incidents.acknowledge(1, "李雷");

    assertThat(incident(1).acknowledgedAt()).isEqualTo(first);
    assertThat(incident(1).acknowledgedBy()).isEqualTo("李雷");
  }

  @Test
  void theReportTellsMeansBreachesAndNoisyRules() {
    Instant from = clock.instant();
    group("a", alert("Noisy", "warning", true));
    clock.advance(Duration.ofMinutes(2));
    group("a", alert("Noisy", "warning", false));
    group("b", alert("Real", "critical", true));
    clock.advance(Duration.ofMinutes(40));
    incidents.acknowledge(2, "王芳");
    clock.advance(Duration.ofMinutes(20));
    incidents.resolve(2, "王芳", "");

    IncidentReport report = incidents.report(from, clock.instant());
    assertThat(report.all().incidents()).isEqualTo(2);
    assertThat(report.all().meanSecondsToAcknowledge()).isEqualTo(2400.0);
    assertThat(report.all().meanSecondsToResolve()).isEqualTo((120 + 3600) / 2.0);
    assertThat(report.all().responseBreaches()).isEqualTo(1);
    assertThat(report.byPriority()).containsKeys(Priority.P1, Priority.P3);
    assertThat(report.byService()).containsOnlyKeys("pay");
    assertThat(report.rules().getFirst())
        .isEqualTo(new IncidentReport.RuleNoise("Noisy", 1, 1, 1, 0));
  }

  @Test
  void notificationsAboutOneIncidentReachItsTimeline() {
    incidents.open("慢", Priority.P2, "", "王芳");
    incidents.notified(
        Incidents.groupKeyOf(1), List.of(), "已通知", "Notified", Map.of("channel", "email"));
    assertThat(kinds(1)).endsWith(Kind.NOTIFICATION);
  }
}
