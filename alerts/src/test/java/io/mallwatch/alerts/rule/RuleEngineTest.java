package io.mallwatch.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.AlertLinks;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleEngineTest {

  private static final Labels MALL = Labels.of("service", "mall");
  private static final String RULES =
      """
      groups:
        - name: g
          interval: 15s
          rules:
            - alert: Slow
              expr: slow
              for: 30s
              labels: {severity: high, where: "{{ $labels.service }}"}
              annotations: {summary: "慢 {{ $value }}"}
      """;

  private final FakeClock clock = FakeClock.mondayMorning();
  private final FakeMetrics metrics = new FakeMetrics();
  private final List<List<Alert>> sent = new ArrayList<>();
  private RuleEngine engine = engine(RULES);

  private RuleEngine engine(String rules) {
    RuleEngine made =
        new RuleEngine(metrics, metrics, sent::add, RuleSettings.defaults("http://mall"), clock);
    made.load(parse(rules));
    return made;
  }

  private static List<RuleGroup> parse(String rules) {
    return new RuleFiles(_ -> {}, Duration.ofMinutes(1)).parse("f", rules);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private void tick(int times) {
    for (int i = 0; i < times; i++) {
      engine.evaluate("f;g", clock.advance(Duration.ofSeconds(15)));
    }
  }

  private List<RuleAlert> alerts() {
    return engine.groups().getFirst().rules().getFirst().alerts();
  }

  private RuleStatus rule() {
    return engine.groups().getFirst().rules().getFirst();
  }

  @Test
  void anAlertIsPendingThenFiresThenIsToldAsResolved() {
    metrics.answer("slow", Map.of(MALL, 2.5));
    tick(1);
    Instant began = clock.instant();
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.PENDING);
    assertThat(sent).isEmpty();
    assertThat(metrics.current())
        .containsEntry(
            "ALERTS{alertname=\"Slow\", alertstate=\"pending\", service=\"mall\","
                + " severity=\"high\", where=\"mall\"}",
            1.0)
        .containsEntry(
            "ALERTS_FOR_STATE{alertname=\"Slow\", service=\"mall\", severity=\"high\","
                + " where=\"mall\"}",
            (double) began.getEpochSecond());

    tick(2);
    Instant fired = clock.instant();
    assertThat(rule().state()).isEqualTo("firing");
    assertThat(sent).hasSize(1);
    Alert alert = sent.getFirst().getFirst();
    assertThat(alert.labels())
        .isEqualTo(
            Labels.of("alertname", "Slow", "service", "mall", "severity", "high", "where", "mall"));
    assertThat(alert.annotations()).containsEntry("summary", "慢 2.5").containsEntry("value", "2.5");
    assertThat(alert.startsAt()).isEqualTo(fired);
    assertThat(alert.endsAt()).isEqualTo(fired.plus(Duration.ofMinutes(4)));
    assertThat(AlertLinks.expression(alert)).isEqualTo("slow");
    assertThat(metrics.current().keySet()).noneMatch(series -> series.contains("pending"));

    metrics.answer("slow", Map.of());
    tick(1);
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().getFirst().endsAt()).isEqualTo(clock.instant());
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.RESOLVED);
    assertThat(metrics.current()).isEmpty();
    assertThat(rule().state()).isEqualTo("inactive");
  }

  @Test
  void aPendingAlertThatGoesIsNeverTold() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);
    metrics.answer("slow", Map.of());
    tick(5);

    assertThat(sent).isEmpty();
    assertThat(alerts()).isEmpty();
    assertThat(metrics.current()).isEmpty();
  }

  @Test
  void aFiringAlertIsSentAgainAfterTheResendDelay() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    assertThat(sent).hasSize(1);
    tick(4);
    assertThat(sent).hasSize(1);
    tick(1);
    assertThat(sent).hasSize(2);
  }

  @Test
  void aResolvedAlertIsSentForFifteenMinutesAndShownForAnHour() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    metrics.answer("slow", Map.of());
    tick(1);
    tick(60);
    int sentInRetention = sent.size();
    assertThat(sentInRetention).isGreaterThan(10);
    tick(20);
    assertThat(sent).hasSize(sentInRetention);
    assertThat(alerts()).hasSize(1);
    tick(170);
    assertThat(alerts()).isEmpty();
  }

  @Test
  void anAlertThatComesBackIsANewOne() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    metrics.answer("slow", Map.of());
    tick(1);
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);

    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.PENDING);
    assertThat(alerts().getFirst().activeAt()).isEqualTo(clock.instant());
  }

  @Test
  void keepFiringForBridgesGaps() {
    engine.load(parse(RULES.replace("for: 30s", "keep_firing_for: 30s")));
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);
    metrics.answer("slow", Map.of());
    tick(2);
    assertThat(rule().state()).isEqualTo("firing");
    tick(1);
    assertThat(rule().state()).isEqualTo("inactive");
  }

  @Test
  void recordingRulesAreWrittenInOrderAndEndWithAStaleMarker() {
    engine.load(
        parse(
            """
            groups:
              - name: g
                interval: 15s
                query_offset: 5s
                rules:
                  - record: r:one
                    expr: source
                    labels: {kind: x}
                  - record: r:two
                    expr: scalar
            """));
    metrics.answer("source", Map.of(Labels.of("__name__", "old", "service", "mall"), 4.0));
    metrics.answerWith("scalar", () -> new QueryResult.Scalar(7, 3));
    tick(1);
    assertThat(metrics.asked).containsExactly("source", "scalar");
    assertThat(metrics.current())
        .containsExactly(
            Map.entry("r:one{kind=\"x\", service=\"mall\"}", 4.0), Map.entry("r:two", 3.0));

    metrics.answer("source", Map.of());
    tick(1);
    assertThat(metrics.current()).containsOnlyKeys("r:two");
    assertThat(metrics.written.getLast().timestampsMillis()[0]).isEqualTo(7);
  }

  @Test
  void aFailureIsShownAndDoesNotStopTheGroup() {
    engine.load(
        parse(
            RULES
                + """
                      - record: r:two
                        expr: two
                """));
    metrics.answerWith(
        "slow",
        () -> {
          throw new StoreUnavailableException("disk is full");
        });
    metrics.answer("two", Map.of(MALL, 1.0));
    tick(1);

    assertThat(rule().health()).isEqualTo(RuleStatus.Health.ERR);
    assertThat(rule().lastError()).isEqualTo("disk is full");
    assertThat(engine.groups().getFirst().rules().getLast().health())
        .isEqualTo(RuleStatus.Health.OK);
    assertThat(engine.counters().failures()).isEqualTo(1);

    metrics.answer("slow", Map.of());
    tick(1);
    assertThat(rule().health()).isEqualTo(RuleStatus.Health.OK);
    assertThat(rule().lastError()).isEmpty();
  }

  @Test
  void resultsThatCannotBeAlertsAreErrors() {
    metrics.answerWith("slow", () -> new QueryResult.Text(0, "text"));
    tick(1);
    assertThat(rule().lastError()).isEqualTo("rule result is not a vector or scalar");

    metrics.answer(
        "slow",
        Map.of(
            Labels.of("__name__", "a", "s", "x"), 1.0, Labels.of("__name__", "b", "s", "x"), 1.0));
    tick(1);
    assertThat(rule().lastError()).contains("same labelset after applying alert labels");
  }

  @Test
  void tooManyAlertsAreAnErrorAndNoneIsKept() {
    engine.load(parse(RULES.replace("interval: 15s", "interval: 15s\n    limit: 1")));
    metrics.answer("slow", Map.of(MALL, 1.0, Labels.of("service", "other"), 1.0));
    tick(1);

    assertThat(rule().lastError()).isEqualTo("exceeded limit of 1 with 2 alerts");
    assertThat(alerts()).isEmpty();
  }

  @Test
  void aBrokenTemplateSaysSoInPlaceOfTheText() {
    engine.load(parse(RULES.replace("{{ $value }}", "{{ $labels.service.nope }}")));
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);

    assertThat(alerts().getFirst().annotations().get("summary"))
        .startsWith("<error expanding template: ")
        .contains("can't evaluate field nope");
  }

  @Test
  void templatesMayAskTheMetricEngine() {
    engine.load(parse(RULES.replace("{{ $value }}", "{{ query \\\"up\\\" | first | value }}")));
    metrics.answer("slow", Map.of(MALL, 1.0));
    metrics.answer("up", Map.of(MALL, 7.0));
    tick(1);

    assertThat(alerts().getFirst().annotations()).containsEntry("summary", "慢 7");
  }

  @Test
  void alertsThatAreNotTakenAreSentAtTheNextEvaluation() {
    List<Alert> taken = new ArrayList<>();
    boolean[] full = {true};
    try (RuleEngine refused =
        new RuleEngine(
            metrics,
            metrics,
            alerts -> {
              if (full[0]) {
                throw new StoreOverloadedException("full");
              }
              taken.addAll(alerts);
            },
            RuleSettings.defaults(""),
            clock)) {
      refused.load(parse(RULES.replace("for: 30s", "for: 0s")));
      metrics.answer("slow", Map.of(MALL, 1.0));
      refused.evaluate("f;g", clock.advance(Duration.ofSeconds(15)));
      assertThat(refused.counters().alertsRefused()).isEqualTo(1);
      full[0] = false;
      refused.evaluate("f;g", clock.advance(Duration.ofSeconds(15)));
      assertThat(taken).hasSize(1);
    }
  }

  @Test
  void anAlertThatFiredBeforeARestartFiresAtOnce() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);
    Instant activeAt = clock.instant();
    tick(2);
    engine.close();

    clock.advance(Duration.ofMinutes(10));
    engine = engine(RULES);
    tick(1);
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.FIRING);
    assertThat(alerts().getFirst().activeAt()).isEqualTo(activeAt);
  }

  @Test
  void anAlertThatWasPendingGoesOnCountingAfterARestartWithoutTheOutage() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(2);
    engine.close();

    clock.advance(Duration.ofMinutes(10));
    engine = engine(RULES);
    tick(1);
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.PENDING);
    tick(1);
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.FIRING);
  }

  @Test
  void anAlertThatResolvedBeforeARestartStartsAnew() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    metrics.answer("slow", Map.of());
    tick(1);
    engine.close();

    engine = engine(RULES);
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(1);
    assertThat(alerts()).extracting(RuleAlert::state).containsExactly(RuleAlert.State.PENDING);
  }

  @Test
  void aReloadKeepsTheAlertsOfRulesThatStay() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    engine.load(parse(RULES.replace("interval: 15s", "interval: 30s").replace("慢", "很慢")));
    assertThat(rule().state()).isEqualTo("firing");
    tick(1);
    assertThat(rule().state()).isEqualTo("firing");
    assertThat(alerts().getFirst().annotations()).containsEntry("summary", "很慢 1");
  }

  @Test
  void aReloadEndsTheSeriesOfRulesThatGo() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    tick(3);
    engine.load(parse(RULES.replace("alert: Slow", "alert: Other")));
    tick(1);
    assertThat(metrics.current().keySet()).noneMatch(series -> series.contains("\"Slow\""));

    engine.load(List.of());
    assertThat(metrics.current()).isEmpty();
    assertThat(engine.groups()).isEmpty();
  }

  @Test
  void slotsAreTheSameForEverAndSpreadOverTheInterval() {
    List<RuleGroup> groups = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      groups.addAll(parse(RULES.replace("name: g", "name: g" + i)));
    }
    long distinct =
        groups.stream()
            .map(group -> RuleEngine.slotAfter(group, clock.instant()))
            .distinct()
            .count();
    assertThat(distinct).isGreaterThan(40);
    for (RuleGroup group : groups) {
      Instant slot = RuleEngine.slotAfter(group, clock.instant());
      assertThat(slot).isAfter(clock.instant());
      assertThat(RuleEngine.slotAfter(group, slot)).isEqualTo(slot.plus(group.interval()));
      assertThat(Duration.between(clock.instant(), slot)).isLessThanOrEqualTo(group.interval());
    }
  }

  @Test
  void startedGroupsAreEvaluatedByTheClockUntilClosed() {
    metrics.answer("slow", Map.of(MALL, 1.0));
    List<Alert> taken = new java.util.concurrent.CopyOnWriteArrayList<>();
    try (RuleEngine running =
        new RuleEngine(
            metrics, metrics, taken::addAll, RuleSettings.defaults(""), InstantSource.system())) {
      running.load(
          parse(RULES.replace("interval: 15s", "interval: 20ms").replace("for: 30s", "for: 40ms")));
      running.start();
      Await.until("the alert fires", () -> !taken.isEmpty());
      running.load(List.of());
      assertThat(running.groups()).isEmpty();
    }
  }
}
