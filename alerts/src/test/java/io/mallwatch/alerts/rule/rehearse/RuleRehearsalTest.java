package io.mallwatch.alerts.rule.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleAlert;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.RuleSettings;
import io.mallwatch.alerts.rule.RuleStatus;
import io.mallwatch.alerts.rule.rehearse.Rehearsal.Firing;
import io.mallwatch.alerts.rule.rehearse.Rehearsal.Told;
import io.mallwatch.alerts.rule.unittest.RealMetrics;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleRehearsalTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.ofEpochSecond(600_000);

  private static final Route EVERYTHING =
      new Route(
          "{}",
          List.of(),
          new Route.Options(
              "team",
              Set.of("alertname"),
              false,
              Duration.ofSeconds(30),
              Duration.ofMinutes(5),
              Duration.ofHours(1),
              List.of(),
              List.of()),
          false,
          List.of());

  @TempDir Path folder;

  private static RuleGroup group(Duration hold, Duration keep) {
    return new RuleGroup("f", "g", MINUTE, Duration.ZERO, 0, List.of(rule(hold, keep)));
  }

  private static Rule.Alerting rule(Duration hold, Duration keep) {
    return new Rule.Alerting(
        "Hot", "temperature > 30", hold, keep, Map.of("severity", "high"), Map.of());
  }

  /// Feeds a value a minute and rehearses; `values` has one letter a minute, `h` for hot.
  private Rehearsal rehearsed(String values, Duration hold, Duration keep) {
    FakeClock clock = new FakeClock(START);
    try (RealMetrics metrics = RealMetrics.open(folder, MINUTE, clock)) {
      feed(metrics, clock, "a", values);
      return rehearse(metrics, hold, keep, values.length());
    }
  }

  private static void feed(RealMetrics metrics, FakeClock clock, String room, String values) {
    SeriesKey key = new SeriesKey(Labels.of("__name__", "temperature", "room", room));
    for (int i = 0; i < values.length(); i++) {
      Instant at = START.plus(MINUTE.multipliedBy(i));
      if (at.isAfter(clock.instant())) {
        clock.set(at);
      }
      MetricBatch batch = new MetricBatch(1);
      batch.add(key, at.toEpochMilli(), values.charAt(i) == 'h' ? 40 : 20);
      metrics.sink().append(batch);
    }
  }

  private static Rehearsal rehearse(
      RealMetrics metrics, Duration hold, Duration keep, int minutes) {
    return new RuleRehearsal(metrics.queries())
        .rehearse(
            group(hold, keep),
            rule(hold, keep),
            EVERYTHING,
            new RuleRehearsal.Span(START, START.plus(MINUTE.multipliedBy(minutes - 1))),
            Deadline.NEVER);
  }

  private static String minutes(Firing firing) {
    return "%d-%s"
        .formatted(
            Duration.between(START, firing.firedAt()).toMinutes(),
            firing
                .endedAt()
                .map(end -> Long.toString(Duration.between(START, end).toMinutes()))
                .orElse("…"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // values, for, keep_firing_for, firings, pendings
        "cchhhcc, 0, 0, 2-5, 0",
        "cchhhcc, 2, 0, 4-5, 0",
        "cchhhcc, 3, 0, none, 1",
        "hcchhhhc, 2, 0, 5-7, 1",
        "hhhhchhc, 0, 2, 0-9, 0",
        "hhhhccchc, 0, 2, 0-6 7-10, 0",
        "cchhh, 1, 0, 3-…, 0",
        "ccc, 0, 0, none, 0",
      })
  void anAlertFiresWhenItsTimeHasPassed(
      String values, int hold, int keep, String expected, int pendings) {
    String padded = values + (expected != null && expected.endsWith("…") ? "" : "cccc");
    Rehearsal rehearsal = rehearsed(padded, MINUTE.multipliedBy(hold), MINUTE.multipliedBy(keep));
    assertThat(rehearsal.firings().stream().map(RuleRehearsalTest::minutes))
        .containsExactly(expected == null ? new String[0] : expected.split(" ", -1));
    assertThat(rehearsal.pendings()).isEqualTo(pendings);
    assertThat(rehearsal.evaluations()).isEqualTo(padded.length());
    assertThat(rehearsal.total()).isEqualTo(rehearsal.firings().size());
  }

  @Test
  void anAlertCarriesItsLabelsAndValueAndSaysHowLongItLasted() {
    Rehearsal rehearsal = rehearsed("chhhcchc", Duration.ZERO, Duration.ZERO);
    assertThat(rehearsal.firings().getFirst().labels())
        .isEqualTo(Labels.of("alertname", "Hot", "room", "a", "severity", "high"));
    assertThat(rehearsal.firings().getFirst().value()).isEqualTo(40);
    assertThat(rehearsal.shortest()).contains(MINUTE);
    assertThat(rehearsal.longest()).contains(Duration.ofMinutes(3));
  }

  @Test
  void whatTheRuleEngineDoesIsWhatTheRehearsalSays() {
    Random random = new Random(7);
    for (int round = 0; round < 3; round++) {
      FakeClock clock = new FakeClock(START);
      Duration hold = MINUTE.multipliedBy(random.nextInt(4));
      Duration keep = MINUTE.multipliedBy(random.nextInt(4));
      StringBuilder values = new StringBuilder();
      for (int i = 0; i < 80; i++) {
        values.append(random.nextInt(3) == 0 ? 'c' : 'h');
      }
      Path store = folder.resolve("round" + round);
      try (RealMetrics metrics = RealMetrics.open(store, MINUTE, clock);
          RuleEngine engine =
              new RuleEngine(
                  metrics.queries(), metrics.sink(), _ -> {}, RuleSettings.defaults(""), clock)) {
        engine.load(List.of(group(hold, keep)));
        List<String> fired = new ArrayList<>();
        for (int i = 0; i < values.length(); i++) {
          clock.set(START.plus(MINUTE.multipliedBy(i)));
          feedOne(metrics, clock, values.charAt(i));
          engine.evaluate("f;g", clock.instant());
          note(engine, i, fired);
        }
        Rehearsal rehearsal = rehearse(metrics, hold, keep, values.length());
        assertThat(rehearsal.firings().stream().map(RuleRehearsalTest::minutes))
            .as("%s for %s keep %s", values, hold, keep)
            .containsExactlyElementsOf(fired);
      }
    }
  }

  private static void feedOne(RealMetrics metrics, FakeClock clock, char value) {
    MetricBatch batch = new MetricBatch(1);
    batch.add(
        new SeriesKey(Labels.of("__name__", "temperature", "room", "a")),
        clock.instant().toEpochMilli(),
        value == 'h' ? 40 : 20);
    metrics.sink().append(batch);
  }

  /// Keeps `fired` up to date: `from-…` while it fires, `from-to` afterwards.
  private static void note(RuleEngine engine, int minute, List<String> fired) {
    boolean fires = false;
    for (GroupStatus group : engine.groups()) {
      for (RuleStatus rule : group.rules()) {
        fires |= rule.alerts().stream().anyMatch(a -> a.state() == RuleAlert.State.FIRING);
      }
    }
    boolean open = !fired.isEmpty() && fired.getLast().endsWith("…");
    if (fires && !open) {
      fired.add(minute + "-…");
    } else if (!fires && open) {
      fired.set(fired.size() - 1, fired.getLast().replace("…", Integer.toString(minute)));
    }
  }

  @Test
  void notificationsAreGroupedRepeatedAndResolvedAsTheRouteSays() {
    FakeClock clock = new FakeClock(START);
    try (RealMetrics metrics = RealMetrics.open(folder, MINUTE, clock)) {
      // a fires from 0 to 150, b from 10 to 20: told at 0, b coming and going, one repetition
      feed(metrics, clock, "a", "h".repeat(150) + "c".repeat(20));
      feed(metrics, clock, "b", "c".repeat(10) + "h".repeat(10) + "c".repeat(150));
      Rehearsal rehearsal = rehearse(metrics, Duration.ZERO, Duration.ZERO, 170);
      assertThat(rehearsal.told()).containsExactly(new Told("team", 4, 1));
    }
  }

  @Test
  void tooManyEvaluationsAreRefused() {
    FakeClock clock = new FakeClock(START);
    try (RealMetrics metrics = RealMetrics.open(folder, MINUTE, clock)) {
      assertThatThrownBy(() ->
              new RuleRehearsal(metrics.queries())
                  .rehearse(
                      group(MINUTE, MINUTE),
                      rule(MINUTE, MINUTE),
                      EVERYTHING,
                      RuleRehearsal.Span.before(
                          Instant.ofEpochSecond(60_000_000), Duration.ofDays(600)),
                      Deadline.NEVER))
          .isInstanceOf(BadQueryException.class)
          .hasMessageContaining("evaluations");
    }
  }

  @Test
  void receiversAreCountedByThemselves() {
    Route child =
        new Route(
            "{}/{room=\"a\"}",
            List.of(io.mallwatch.model.Matcher.equal("room", "a")),
            new Route.Options(
                "a-team",
                Set.of(),
                true,
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofHours(4),
                List.of(),
                List.of()),
            true,
            List.of());
    Route root = new Route("{}", List.of(), EVERYTHING.options(), false, List.of(child));
    ToldCount told = new ToldCount(root, START.plus(Duration.ofHours(2)));
    for (String room : List.of("a", "b")) {
      told.add(
          new Firing(
              Labels.of("alertname", "Hot", "room", room),
              START,
              START,
              java.util.Optional.of(START.plus(Duration.ofMinutes(7))),
              1));
    }
    Map<String, Told> byReceiver = new TreeMap<>();
    told.count().forEach(one -> byReceiver.put(one.receiver(), one));
    assertThat(byReceiver)
        .containsOnly(
            Map.entry("a-team", new Told("a-team", 1, 1)),
            Map.entry("team", new Told("team", 1, 1)));
    assertThat(told.isCut()).isFalse();
  }
}
