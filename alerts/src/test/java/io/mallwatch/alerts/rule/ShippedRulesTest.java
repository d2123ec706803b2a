package io.mallwatch.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.silence.MatcherSyntax;
import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.Sample;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The shipped rules over the real store and the real PromQL, by their unit tests in promtool's
/// format.
class ShippedRulesTest {

  private static final Path RULES = Path.of("../deploy/rules");
  private static final Duration STEP = Duration.ofSeconds(15);

  /// What one case feeds at which interval, and what must fire when.
  record Case(
      String name, Duration interval, Map<Labels, List<Double>> series, List<Expected> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Expected(Duration at, String alert, Set<Fired> fired) {}

  record Fired(Map<String, String> labels, Map<String, String> annotations) {}

  private static List<RuleGroup> groups() {
    try (Stream<Path> files = Files.list(RULES)) {
      List<Path> rules = files.filter(file -> file.toString().endsWith(".yml")).toList();
      return new RuleFiles(PromqlParser::parse, STEP).read(rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Rule.Alerting> alerts() {
    return groups().stream()
        .flatMap(group -> group.rules().stream())
        .flatMap(rule -> rule instanceof Rule.Alerting alert ? Stream.of(alert) : Stream.empty())
        .toList();
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(RULES.resolve("tests"))) {
      for (Path file : files.toList()) {
        Problems problems = new Problems(file.toString());
        YamlMap root =
            YamlValue.parse(Files.readString(file), problems)
                .flatMap(YamlValue::asMap)
                .orElseThrow();
        root.list("tests").forEach(test -> cases.add(read(test.asMap().orElseThrow())));
      }
    }
    return cases;
  }

  private static Case read(YamlMap test) {
    Duration interval = Objects.requireNonNull(test.duration("interval", STEP));
    assertThat(interval.toMillis() % STEP.toMillis()).isZero();
    Map<Labels, List<Double>> series = new HashMap<>();
    for (YamlValue item : test.list("input_series")) {
      YamlMap map = item.asMap().orElseThrow();
      series.put(labels(map.text("series", "")), values(map.text("values", "")));
    }
    List<Expected> expected = new ArrayList<>();
    for (YamlValue item : test.list("alert_rule_test")) {
      YamlMap map = item.asMap().orElseThrow();
      Set<Fired> fired = new HashSet<>();
      for (YamlValue alert : map.list("exp_alerts")) {
        YamlMap one = alert.asMap().orElseThrow();
        fired.add(new Fired(one.textMap("exp_labels"), one.textMap("exp_annotations")));
      }
      Duration at = Objects.requireNonNull(map.duration("eval_time", Duration.ZERO));
      expected.add(new Expected(at, map.text("alertname", ""), fired));
    }
    return new Case(test.text("name", ""), interval, series, expected);
  }

  private static Labels labels(String series) {
    int brace = series.indexOf('{');
    String name = brace < 0 ? series : series.substring(0, brace);
    Map<String, String> labels = new TreeMap<>();
    labels.put(Labels.METRIC_NAME, name);
    if (brace >= 0) {
      for (Matcher matcher : MatcherSyntax.parse(series.substring(brace))) {
        labels.put(matcher.name(), matcher.value());
      }
    }
    return Labels.of(labels);
  }

  /// Values such as `0+5x60`, `1x40`, `_x3` and `stale`; NaN stands for none.
  private static List<Double> values(String text) {
    List<Double> values = new ArrayList<>();
    for (String part : text.split(" +", -1)) {
      int times = part.lastIndexOf('x');
      int count = times < 0 ? 0 : Integer.parseInt(part.substring(times + 1));
      String start = times < 0 ? part : part.substring(0, times);
      if (start.equals("_")) {
        for (int i = 0; i < Math.max(1, count); i++) {
          values.add(Double.NaN);
        }
        continue;
      }
      if (start.equals("stale")) {
        values.add(Sample.staleNan());
        continue;
      }
      int sign = Math.max(start.indexOf('+', 1), start.indexOf('-', 1));
      double first = Double.parseDouble(sign < 0 ? start : start.substring(0, sign));
      double step = sign < 0 ? 0 : Double.parseDouble(start.substring(sign));
      for (int i = 0; i <= count; i++) {
        values.add(first + i * step);
      }
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void firesWhatItsUnitTestExpects(Case test, @TempDir Path folder) {
    FakeClock clock = new FakeClock(Instant.EPOCH); // as promtool has it
    Instant start = clock.instant();
    try (Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), folder, clock);
        PromqlQueries queries =
            new PromqlQueries(
                tsdb.seriesSource(),
                tsdb,
                new MetricCapabilities(true, true, false, true, true),
                EngineOptions.DEFAULT,
                clock,
                Thread.ofPlatform().daemon().name("mallwatch-query-", 0).factory());
        RuleEngine engine =
            new RuleEngine(queries, tsdb, _ -> {}, RuleSettings.defaults(""), clock)) {
      engine.load(groups());
      Duration end =
          test.expected().stream().map(Expected::at).max(Duration::compareTo).orElseThrow();
      for (int step = 0; !STEP.multipliedBy(step).minus(end).isPositive(); step++) {
        clock.set(start.plus(STEP.multipliedBy(step)));
        long passed = STEP.multipliedBy(step).toMillis();
        if (passed % test.interval().toMillis() == 0) {
          int row = Math.toIntExact(passed / test.interval().toMillis());
          feed(tsdb, test.series(), row, clock.instant());
        }
        engine.groups().forEach(group -> engine.evaluate(group.group().key(), clock.instant()));
        for (Expected expected : test.expected()) {
          if (expected.at().equals(STEP.multipliedBy(step))) {
            assertThat(firing(engine, expected.alert()))
                .as("%s after %s", expected.alert(), Durations.print(expected.at()))
                .isEqualTo(expected.fired());
          }
        }
      }
      assertThat(engine.counters().failures()).isZero();
    }
  }

  private static void feed(Tsdb tsdb, Map<Labels, List<Double>> series, int step, Instant now) {
    List<SeriesSamples> samples = new ArrayList<>();
    series.forEach((labels, values) -> {
      double value = step < values.size() ? values.get(step) : Double.NaN;
      if (!Double.isNaN(value) || Sample.isStale(value)) {
        samples.add(SeriesSamples.of(labels, now.toEpochMilli(), value));
      }
    });
    assertThat(tsdb.append(MetricBatch.ofSeries(samples)).rejected()).isEmpty();
  }

  private static Set<Fired> firing(RuleEngine engine, String alert) {
    Set<Fired> fired = new HashSet<>();
    for (GroupStatus group : engine.groups()) {
      for (RuleStatus rule : group.rules()) {
        for (RuleAlert one : rule.alerts()) {
          boolean meant = rule.rule().name().equals(alert) && one.state() == RuleAlert.State.FIRING;
          if (meant) {
            fired.add(
                new Fired(one.labels().without(Labels.ALERT_NAME).toMap(), one.annotations()));
          }
        }
      }
    }
    return fired;
  }

  @Test
  void everyAlertSaysWhatItIsInBothLanguagesAndHasARunbook() {
    assertThat(alerts()).hasSizeGreaterThan(7);
    for (Rule.Alerting alert : alerts()) {
      assertThat(alert.annotations())
          .as(alert.name())
          .containsKeys("summary", "summary_en", "description", "description_en", "runbook_url");
      assertThat(Path.of("..").resolve(alert.annotations().getOrDefault("runbook_url", "")))
          .isRegularFile();
      assertThat(alert.labels()).as(alert.name()).containsKeys("severity", "team");
    }
  }

  @Test
  void thePapersSevenAlertsAreThereWithTheirLevelsAndTimes() {
    Map<String, String> found = new TreeMap<>();
    alerts()
        .forEach(a ->
            found.put(
                a.name(),
                a.labels().get("severity")
                    + " "
                    + a.labels().get("team")
                    + " "
                    + Durations.print(a.hold())));
    assertThat(found)
        .containsEntry("UserUpgradeFailureRate", "high business 2m")
        .containsEntry("TransactionSuccessRateLow", "critical business 1m")
        .containsEntry("PointsTransferFailures", "high finance 2m")
        .containsEntry("HighApiResponseTime", "warning backend 3m")
        .containsEntry("HighErrorRate", "high backend 2m")
        .containsEntry("HighMemoryUsage", "critical ops 5m")
        .containsEntry("DatabaseConnectionPoolExhausted", "critical ops 1m");
  }

  @Test
  void anAlertThatFiredBeforeARestartOfTheRealStoreFiresAtOnce(@TempDir Path folder) {
    FakeClock clock = FakeClock.mondayMorning();
    String rules =
        """
        groups:
          - name: g
            interval: 15s
            rules:
              - {alert: Down, expr: up == 0, for: 1m, labels: {severity: critical, team: ops}}
        """;
    List<RuleGroup> groups = new RuleFiles(PromqlParser::parse, STEP).parse("f", rules);
    Instant activeAt = clock.instant();
    for (int run = 0; run < 2; run++) {
      try (Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), folder, clock);
          PromqlQueries queries =
              new PromqlQueries(
                  tsdb.seriesSource(),
                  tsdb,
                  new MetricCapabilities(true, true, false, true, true),
                  EngineOptions.DEFAULT,
                  clock,
                  Thread.ofPlatform().daemon().name("mallwatch-query-", 0).factory());
          RuleEngine engine =
              new RuleEngine(queries, tsdb, _ -> {}, RuleSettings.defaults(""), clock)) {
        engine.load(groups);
        for (int step = 0; step <= (run == 0 ? 5 : 0); step++) {
          feed(tsdb, Map.of(labels("up{job=\"m\"}"), List.of(0.0)), 0, clock.instant());
          engine.evaluate("f;g", clock.instant());
          clock.advance(STEP);
        }
        assertThat(engine.groups().getFirst().rules().getFirst().alerts())
            .satisfiesExactly(alert -> {
              assertThat(alert.state()).isEqualTo(RuleAlert.State.FIRING);
              assertThat(alert.activeAt()).isEqualTo(activeAt);
            });
      }
      clock.advance(Duration.ofMinutes(20));
    }
  }
}
