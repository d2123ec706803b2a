package io.mallwatch.alerts.rule.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleUnitTestsTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static final String RULES =
      """
      groups:
        - name: b
          interval: 5m
          rules:
            - record: job:x:rate
              expr: sum by (job) (rate(x_total[5m]))
        - name: a
          rules:
            - alert: High
              expr: job:x:rate > 1
              for: 2m
              keep_firing_for: 3m
              labels: {severity: high, region: "{{ $externalLabels.region }}"}
              annotations:
                summary: "{{ $labels.job }} at {{ printf `%.1f` $value }}"
                empty: ""
                link: "{{ $externalURL }}/x"
            - alert: Many
              expr: count(up) > 0
      """;

  private static final String TESTS =
      """
      rule_files: [rules.yml]
      evaluation_interval: 1m
      group_eval_order: [b, a]
      tests:
        - interval: 30s
          name: one
          external_labels: {region: cn}
          external_url: http://m
          input_series:
            - {series: 'x_total{job="a"}', values: '0+120x10 1200x30'}
            - {series: 'x_total{job="b"}', values: '1 _ _x3 stale 5-1x3 1e2 NaN -Inf .5'}
            - {series: 'up{job="a"}', values: '1x3 _x2 0'}
          promql_expr_test:
            - {expr: 'x_total{job="b"}', eval_time: 0s, exp_samples: [{labels: 'x_total{job="b"}', value: 1}]}
            - {expr: 'x_total{job="b"}', eval_time: 2m30s, exp_samples: []}
            - {expr: 'x_total{job="b"}', eval_time: 5m, exp_samples: [{labels: '{__name__="x_total",job="b"}', value: 100}]}
            - {expr: 'time()', eval_time: 6m30s, exp_samples: [{value: 390}]}
            - {expr: 'ALERTS{alertname="Many"}', eval_time: 1m, exp_samples: [{labels: 'ALERTS{alertname="Many",alertstate="firing"}', value: 1}]}
            - {expr: 'job:x:rate{job="a"}', eval_time: 4m, exp_samples: [{labels: 'job:x:rate{job="a"}', value: 3.2}]}
          alert_rule_test:
            - {eval_time: 2m30s, alertname: High}
            - eval_time: 4m
              alertname: High
              exp_alerts:
                - exp_labels: {severity: high, region: cn, job: a}
                  exp_annotations: {summary: a at 3.2, link: http://m/x, empty: ""}
            - {eval_time: 16m, alertname: High}
            - {eval_time: 40s, alertname: Many, exp_alerts: [{}]}
      """;

  @TempDir Path folder;

  private boolean passes(String tests) throws IOException {
    RuleTestFile file = RuleTestFile.parse("tests.yml", tests);
    var groups = new RuleFiles(PromqlParser::parse, file.interval()).parse("rules.yml", RULES);
    Path store = Files.createTempDirectory(folder, "store");
    return new RuleUnitTests(step -> RealMetrics.open(store, step))
        .run(file, groups).stream().allMatch(verdict -> verdict.failures().isEmpty());
  }

  private boolean promtoolPasses(String tests) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("rules.yml"), RULES);
    Path file = Files.writeString(folder.resolve("tests.yml"), tests);
    Process process =
        new ProcessBuilder(PROMTOOL.toString(), "test", "rules", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    return process.waitFor() == 0;
  }

  @Test
  void testsThatHoldPass() throws IOException {
    assertThat(passes(TESTS)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value: 390 | value: 391",
        "summary: a at 3.2 | summary: a at 3.3",
        "severity: high, region: cn | severity: high",
        ", empty: \"\" | ' '",
        "eval_time: 4m%n | eval_time: 2m%n",
        "eval_time: 16m | eval_time: 6m",
        "exp_alerts: [{}] | exp_alerts: []",
        "exp_alerts: [{}] | exp_alerts: [{}, {}]",
        "eval_time: 2m30s, exp_samples | eval_time: 3m, exp_samples",
        "'time()' | 'sum(x_total'",
        "'time()' | 'x_total[5m]'",
        "[b, a] | [b, a, b]",
        "interval: 30s | interval: 1m",
        "0+120x10 | 0+12x10",
        "_x3 stale | _x3 stail",
        "external_url: http://m | external_url: http://n",
        "evaluation_interval: 1m | evaluation_interval: 30s",
        "alertname: Many, exp | alertname: Few, exp",
      })
  void brokenOnesGetPromtoolsVerdict(String from, String to)
      throws IOException, InterruptedException {
    String broken = TESTS.replace(from.formatted(), to.formatted());
    assertThat(broken).isNotEqualTo(TESTS);
    boolean passed;
    try {
      passed = passes(broken);
    } catch (InvalidFileException _) {
      passed = false;
    }
    assumeThat(PROMTOOL).exists();
    assertThat(passed).isEqualTo(promtoolPasses(broken));
  }

  @Test
  void aFailureShowsWhatWasExpectedAndWhatCame() {
    String tests =
        """
        evaluation_interval: 1m
        tests:
          - input_series: [{series: up, values: 1x5}]
            alert_rule_test: [{eval_time: 1m, alertname: Many}]
            promql_expr_test: [{expr: up + 1, eval_time: 1m, exp_samples: [{labels: '{}', value: 3}]}]
        """;
    var groups =
        new RuleFiles(PromqlParser::parse, Duration.ofMinutes(1)).parse("rules.yml", RULES);
    List<RuleUnitTests.Verdict> verdicts =
        new RuleUnitTests(step -> RealMetrics.open(folder, step))
            .run(RuleTestFile.parse("t.yml", tests), groups);
    assertThat(verdicts)
        .singleElement()
        .satisfies(verdict ->
            assertThat(String.join("\n", verdict.failures()))
                .contains("alertname: Many, time: 1m,")
                .contains("exp:[],")
                .contains("{alertname=\"Many\"}")
                .contains("exp: {} 3")
                .contains("got: {} 2"));
  }

  @Test
  void aRuleThatCannotBeEvaluatedFailsItsTest() {
    String rules =
        """
        groups: [{name: g, rules: [{record: both, expr: a * on (x) b}]}]
        """;
    String tests =
        """
        tests:
          - input_series:
              - {series: 'a{x="1"}', values: 1}
              - {series: 'b{x="1",y="1"}', values: 1}
              - {series: 'b{x="1",y="2"}', values: 1}
            promql_expr_test: [{expr: sum(both), eval_time: 0, exp_samples: []}]
        """;
    var groups = new RuleFiles(PromqlParser::parse, Duration.ofMinutes(1)).parse("r", rules);
    assertThat(
            new RuleUnitTests(step -> RealMetrics.open(folder, step))
                .run(RuleTestFile.parse("t.yml", tests), groups))
        .singleElement()
        .satisfies(verdict ->
            assertThat(verdict.failures()).singleElement().asString().contains("rule: both"));
  }

  @Test
  void aTestFileThatIsWrongIsNamedWithItsLine() {
    assertThatThrownBy(() ->
            RuleTestFile.parse(
                "t.yml",
                """
                tests:
                  - input_series: [{series: 'up{', values: 1}]
                    alert_rule_test: [{eval_time: 1m}]
                    what: 1
                """))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("t.yml:2: tests[0].input_series[0].series: not a series")
        .hasMessageContaining("t.yml:3")
        .hasMessageContaining("t.yml:4: tests[0].what");
  }
}
