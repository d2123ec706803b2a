package io.mallwatch.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.rule.unittest.RealMetrics;
import io.mallwatch.alerts.rule.unittest.RuleTestFile;
import io.mallwatch.alerts.rule.unittest.RuleUnitTests;
import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /// One test of one file.
  record Shipped(RuleTestFile file, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

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

  static List<Shipped> tests() throws IOException {
    List<Shipped> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(RULES.resolve("tests"))) {
      for (Path path : files.toList()) {
        RuleTestFile file = RuleTestFile.parse(path.toString(), Files.readString(path));
        for (RuleTestFile.Case one : file.cases()) {
          tests.add(new Shipped(file.with(List.of(one)), one.name()));
        }
      }
    }
    return tests;
  }

  @ParameterizedTest
  @MethodSource("tests")
  void firesWhatItsUnitTestExpects(Shipped test, @TempDir Path folder) {
    assertThat(new RuleUnitTests(step -> RealMetrics.open(folder, step)).run(test.file(), groups()))
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.failures()).isEmpty());
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

  /// Alerts that need a day or a week to end, which no test waits for; each is tested to fire, but
  /// for the first, which needs a week of samples to do so.
  private static final Set<String> SLOW =
      Set.of("TransactionsStopped", "BackupMissing", "BackupNotProven", "BusinessSourcesDisagree");

  @Test
  void everyAlertFiresAndEndsInATest() throws IOException {
    Set<String> ended = new HashSet<>();
    for (Shipped test : tests()) {
      test.file().cases().forEach(one -> ended.addAll(one.ended()));
    }
    assertThat(alerts().stream().map(Rule.Alerting::name).filter(name -> !SLOW.contains(name)))
        .isSubsetOf(ended);
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
      try (RealMetrics metrics = RealMetrics.open(folder, STEP, clock);
          RuleEngine engine =
              new RuleEngine(
                  metrics.queries(), metrics.sink(), _ -> {}, RuleSettings.defaults(""), clock)) {
        engine.load(groups);
        for (int step = 0; step <= (run == 0 ? 5 : 0); step++) {
          metrics
              .sink()
              .append(
                  MetricBatch.ofSeries(
                      List.of(
                          SeriesSamples.of(
                              Labels.of("__name__", "up", "job", "m"),
                              clock.instant().toEpochMilli(),
                              0))));
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
