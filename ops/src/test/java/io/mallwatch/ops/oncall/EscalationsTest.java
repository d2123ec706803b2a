package io.mallwatch.ops.oncall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.incident.Change;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.ops.incident.MemoryIncidents;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EscalationsTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /// 2026-11-02T10:00+08:00, a Monday.
  private final FakeClock clock = FakeClock.mondayMorning();

  private final Incidents incidents = new Incidents(new MemoryIncidents(), clock);
  private final MemoryOnCall memory = new MemoryOnCall();
  private final OnCall onCall = new OnCall(memory, memory, ZONE, clock, new Random(1));
  private Escalations escalations = new Escalations(incidents, onCall, memory, memory, clock);

  private static Map<String, Object> contact(String kind, String address, int after) {
    return Map.of("kind", kind, "address", address, "after", after);
  }

  private static Map<String, Object> person(String id, Object... contacts) {
    return Map.of("id", id, "name", id, "contacts", List.of(contacts));
  }

  private static Map<String, Object> tree(Map<String, Object> policy, Object... people) {
    return Map.of(
        "people",
        people.length == 0
            ? List.of(
                person("wang", contact("email", "wang@mall", 0)),
                person("li", contact("email", "li@mall", 0)),
                person("boss", contact("email", "boss@mall", 0)))
            : List.of(people),
        "teams",
        people.length == 0
            ? List.of(Map.of("id", "ops", "members", List.of("wang", "li")))
            : List.of(),
        "schedules",
        List.of(
            Map.of(
                "id",
                "primary",
                "layers",
                List.of(
                    Map.of(
                        "people",
                        List.of("wang"),
                        "start",
                        "2026-01-05",
                        "from",
                        "08:00",
                        "until",
                        "20:00",
                        "turn",
                        "daily")))),
        "policies",
        List.of(policy));
  }

  private static Map<String, Object> step(int after, String... targets) {
    return Map.of("after", after, "targets", List.of(targets));
  }

  private static Map<String, Object> standard() {
    return Map.of(
        "id",
        "std",
        "steps",
        List.of(step(0, "schedule:primary"), step(5, "team:ops"), step(10, "person:boss")),
        "repeat",
        7,
        "ackTimeout",
        60);
  }

  private void plan(Map<String, Object> tree) {
    onCall.replace(tree, onCall.current().version(), "admin");
  }

  /// Ticks every half minute; tells calls with the minutes since the beginning.
  private List<String> run(Duration length) {
    List<String> all = new ArrayList<>();
    Instant begin = clock.instant();
    while (true) {
      incidents.tick();
      escalations.tick();
      long minutes = Duration.between(begin, clock.instant()).toMinutes();
      memory.heard().forEach(call -> all.add(minutes + "m " + call));
      if (!clock.instant().isBefore(begin.plus(length))) {
        return all;
      }
      clock.advance(Duration.ofSeconds(30));
    }
  }

  private List<String> words(int number) {
    return incidents.timeline(number).stream()
        .filter(event -> event.kind() == TimelineEvent.Kind.ESCALATED)
        .map(TimelineEvent::en)
        .toList();
  }

  @Test
  void stepsComeOneAfterTheOtherAndTheLastAgainAndAgain() {
    plan(tree(standard()));
    incidents.open("慢", Priority.P1, "", "x");

    assertThat(run(Duration.ofMinutes(30)))
        .containsExactly(
            "0m 1 wang email",
            "5m 2 wang email",
            "5m 2 li email",
            "15m 3 boss email",
            "22m 3 boss email",
            "29m 3 boss email");
    assertThat(words(1).getFirst()).isEqualTo("Step 1: calling wang (schedule:primary)");
  }

  @Test
  void anAcknowledgementStopsCallsAndItsTimeoutBeginsAnew() {
    plan(tree(standard()));
    incidents.open("慢", Priority.P2, "", "x");
    run(Duration.ofMinutes(1));
    incidents.acknowledge(1, "王芳");

    assertThat(run(Duration.ofMinutes(59))).isEmpty();
    assertThat(run(Duration.ofMinutes(3))).containsExactly("1m 1 wang email");
    incidents.resolve(1, "王芳", "");
    assertThat(run(Duration.ofHours(3))).isEmpty();
    assertThat(escalations.of(1)).isEmpty();
  }

  @Test
  void aBreachOfTheResponseClockBringsTheNextStepAtOnce() {
    plan(
        tree(
            Map.of(
                "id",
                "slow",
                "steps",
                List.of(step(0, "person:wang"), step(120, "person:boss")),
                "repeat",
                600)));
    incidents.open("慢", Priority.P0, "", "x"); // 15 min to answer, 2 h to resolve

    assertThat(run(Duration.ofMinutes(30))).containsExactly("0m 1 wang email", "15m 2 boss email");
  }

  @Test
  void aBreachOfTheResolutionClockCallsAlthoughSomebodyAcknowledged() {
    plan(tree(Map.of("id", "p", "steps", List.of(step(0, "person:wang"), step(5, "person:boss")))));
    incidents.open("慢", Priority.P0, "", "x");
    run(Duration.ofMinutes(1));
    incidents.acknowledge(1, "wang");

    assertThat(run(Duration.ofHours(4))).hasSize(1).first().asString().endsWith("2 boss email");
  }

  @Test
  void aStepWithoutAnybodyIsPassedOverAndTheEndIsNeverSilent() {
    plan(
        tree(
            Map.of(
                "id",
                "p",
                "steps",
                List.of(step(0, "schedule:primary"), step(30, "schedule:primary")),
                "repeat",
                60)));
    clock.advance(Duration.ofHours(12)); // 22:00, nobody is on call
    incidents.open("慢", Priority.P2, "", "x");

    assertThat(run(Duration.ofMinutes(2)))
        .containsExactly("0m 2 wang email", "0m 2 li email", "0m 2 boss email");
    assertThat(words(1)).anyMatch(text -> text.contains("nobody to call at schedule:primary"));
  }

  @Test
  void quietHoursHoldACallButNeverAPZero() {
    Map<String, Object> sleeper =
        Map.of(
            "id", "wang",
            "contacts", List.of(contact("email", "wang@mall", 0)),
            "quiet", Map.of("from", "23:00", "until", "07:00"));
    plan(
        tree(Map.of("id", "p", "steps", List.of(step(0, "person:wang")), "repeat", 9000), sleeper));
    clock.advance(Duration.ofHours(14)); // midnight
    incidents.open("慢", Priority.P3, "", "x");

    assertThat(run(Duration.ofHours(8))).containsExactly("420m 1 wang email");
    clock.set(Instant.parse("2026-11-03T16:30:00Z")); // half past midnight
    incidents.resolve(1, "x", "");
    incidents.open("全挂", Priority.P0, "", "x");
    assertThat(run(Duration.ofMinutes(1))).containsExactly("0m 1 wang email");
  }

  @Test
  void quietHoursEndWhereThePersonIs() {
    var person =
        new OnCallPlan.Person(
            "w",
            "w",
            ZoneId.of("Europe/Berlin"),
            List.of(),
            new OnCallPlan.Quiet(LocalTime.of(12, 0), LocalTime.of(13, 30)));

    assertThat(Escalations.awake(person, Instant.parse("2026-07-01T10:00:00Z")))
        .isEqualTo(Instant.parse("2026-07-01T11:30:00Z"));
    Instant after = Instant.parse("2026-07-01T11:30:00Z");
    assertThat(Escalations.awake(person, after)).isEqualTo(after);
  }

  @Test
  void contactsComeWithTheirDelayAndOnlyForWhatIsGraveEnough() {
    Map<String, Object> wang =
        person(
            "wang",
            contact("email", "wang@mall", 0),
            contact("webhook", "http://phone", 3),
            Map.of("kind", "receiver", "address", "calls", "least", "P1"));
    plan(tree(Map.of("id", "p", "steps", List.of(step(0, "person:wang")), "repeat", 60), wang));
    incidents.open("慢", Priority.P2, "", "x");

    assertThat(run(Duration.ofMinutes(10))).containsExactly("0m 1 wang email", "3m 1 wang webhook");
    incidents.resolve(1, "x", "");
    incidents.open("重", Priority.P1, "", "x");
    run(Duration.ofMinutes(1));
    incidents.acknowledge(2, "wang");
    assertThat(run(Duration.ofMinutes(10))).isEmpty(); // the webhook is not used any more
  }

  @Test
  void aContactCountsAloneOnceItIsVerified() {
    Map<String, Object> wang =
        person("wang", contact("email", "wang@mall", 0), contact("webhook", "http://old", 0));
    plan(tree(Map.of("id", "p", "steps", List.of(step(0, "person:wang"))), wang));
    onCall.sendCode("wang", "email", "wang@mall");
    String code = memory.heard().getFirst().split(" ")[3];

    assertThatThrownBy(() -> onCall.verify("wang", "email", "wang@mall", "nonsense"))
        .isInstanceOf(BadQueryException.class);
    onCall.verify("wang", "email", "wang@mall", " " + code);
    assertThatThrownBy(() -> onCall.verify("wang", "email", "wang@mall", code))
        .hasMessageContaining("none is awaited");
    incidents.open("慢", Priority.P2, "", "x");
    assertThat(run(Duration.ofMinutes(1))).containsExactly("0m 1 wang email");
  }

  @Test
  void aSnoozeHoldsCallsAndARestartGoesOnWhereItWas() {
    plan(tree(standard()));
    incidents.open("慢", Priority.P2, "", "x");
    run(Duration.ofMinutes(1));
    incidents.change(1, "x", new Change.Snooze(Duration.ofMinutes(20)));
    escalations = new Escalations(incidents, onCall, memory, memory, clock);

    assertThat(run(Duration.ofMinutes(21))).containsExactly("20m 2 wang email", "20m 2 li email");
    incidents.note(1, "x", "looking");
    assertThat(run(Duration.ofMinutes(5))).isEmpty();
  }

  @Test
  void thePolicyIsTheFirstWhoseLabelsFit() {
    Map<String, Object> both =
        new java.util.HashMap<>(
            tree(Map.of("id", "rest", "steps", List.of(step(0, "person:wang")))));
    both.put(
        "policies",
        List.of(
            Map.of(
                "id",
                "pay",
                "match",
                Map.of("service", "pay"),
                "steps",
                List.of(step(0, "person:boss"))),
            Map.of("id", "rest", "steps", List.of(step(0, "person:wang")))));
    plan(both);
    Instant now = clock.instant();
    incidents.groupChanged(
        "g",
        "r",
        List.of(
            new Alert(
                io.mallwatch.model.Labels.of(
                    "alertname", "Low", "severity", "high", "service", "pay"),
                Map.of(),
                now,
                now.plusSeconds(600),
                "")));
    incidents.open("else", Priority.P2, "", "x");

    assertThat(run(Duration.ofMinutes(1)))
        .containsExactlyInAnyOrder("0m 1 boss email", "0m 1 wang email");
  }

  @Test
  void aGapAheadOrNowIsAnAlertThatEndsWhenSomebodyStandsIn() {
    plan(tree(standard()));
    List<Alert> told = new ArrayList<>();
    GapWatch watch = new GapWatch(onCall, told::addAll, clock);
    watch.tick();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().labels().get("severity")).isEqualTo("warning");
    assertThat(told.getFirst().annotations().get("description")).contains("11-02 20:00");

    clock.advance(Duration.ofHours(11));
    told.clear();
    watch.tick();
    assertThat(told).hasSize(2);
    assertThat(told).anyMatch(alert -> alert.labels().get("severity").equals("high"));
    assertThat(told).anyMatch(alert -> alert.isResolved(clock.instant()));

    Instant now = clock.instant();
    onCall.override(
        new OnCallPlan.StandIn("primary", "li", now, now.plus(Duration.ofDays(3))), "li");
    told.clear();
    watch.tick();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().isResolved(clock.instant())).isTrue();
  }

  @Test
  void plansAreReadAsTheyAreWrittenAndWrongOnesAreNamed() {
    plan(tree(standard()));
    OnCallPlan plan = onCall.plan();
    assertThat(PlanTree.read(PlanTree.write(plan), ZONE)).isEqualTo(plan);

    assertThatThrownBy(
            () -> plan(tree(Map.of("id", "p", "steps", List.of(step(0, "person:nobody"))))))
        .hasMessage("plan.policies[0].steps[0].targets: there is no 'nobody'");
    assertThatThrownBy(() -> plan(tree(Map.of("id", "p"))))
        .hasMessage("plan.policies[0].steps: at least one is needed");
    assertThatThrownBy(() -> plan(tree(standard(), person("a", contact("email", "none", 0)))))
        .hasMessage("plan.people[0].contacts[0].address: a mail address is needed");
    assertThatThrownBy(() -> onCall.replace(tree(standard()), 0, "late"))
        .isInstanceOf(OnCall.StalePlanException.class);
  }

  @Test
  void linksAreGoodForADayAndForNothingElse() {
    AckLinks links = new AckLinks(new byte[32], clock);
    String token = links.token(12, "wang");

    assertThat(links.read(token).orElseThrow().incident()).isEqualTo(12);
    assertThat(links.read(token).orElseThrow().person()).isEqualTo("wang");
    assertThat(links.read(token.substring(0, token.length() - 2) + "zz")).isEmpty();
    assertThat(links.read("x" + token)).isEmpty();
    assertThat(links.read("nonsense")).isEmpty();
    assertThat(
            new AckLinks("0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8), clock)
                .read(token))
        .isEmpty();
    clock.advance(Duration.ofHours(24));
    assertThat(links.read(token)).isEmpty();
  }
}
