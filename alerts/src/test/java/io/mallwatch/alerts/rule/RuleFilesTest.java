package io.mallwatch.alerts.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RuleFilesTest {

  private static final RuleFiles FILES =
      new RuleFiles(RuleFilesTest::refuseUnbalanced, Duration.ofMinutes(1));

  private static void refuseUnbalanced(String expression) {
    long open = expression.chars().filter(c -> c == '(').count();
    if (open != expression.chars().filter(c -> c == ')').count()) {
      throw new BadQueryException("1:1: parse error: unclosed left parenthesis", 0);
    }
  }

  @Test
  void readsEverythingThatAGroupMaySay() {
    List<RuleGroup> groups =
        FILES.parse(
            "a.yml",
            """
            groups:
              - name: business
                interval: 15s
                query_offset: 5s
                limit: 7
                labels: {team: mall}
                rules:
                  - record: job:up:sum
                    expr: sum by (job) (up)
                    labels: {team: own}
                  - alert: Down
                    expr: up == 0
                    for: 1m30s
                    keep_firing_for: 5m
                    labels: {severity: "{{ $labels.level }}"}
                    annotations:
                      summary: "{{ $labels.instance }} 宕机"
              - name: second
            """);

    assertThat(groups).extracting(RuleGroup::key).containsExactly("a.yml;business", "a.yml;second");
    RuleGroup first = groups.getFirst();
    assertThat(first.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(first.queryOffset()).isEqualTo(Duration.ofSeconds(5));
    assertThat(first.limit()).isEqualTo(7);
    assertThat(first.rules())
        .containsExactly(
            new Rule.Recording("job:up:sum", "sum by (job) (up)", Map.of("team", "own")),
            new Rule.Alerting(
                "Down",
                "up == 0",
                Duration.ofSeconds(90),
                Duration.ofMinutes(5),
                Map.of("team", "mall", "severity", "{{ $labels.level }}"),
                Map.of("summary", "{{ $labels.instance }} 宕机")));
    assertThat(groups.getLast().interval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void tellsAllProblemsWithFileLineAndPath() {
    InvalidFileException failure =
        catchThrowableOfType(
            InvalidFileException.class,
            () ->
                FILES.parse(
                    "bad.yml",
                    """
                    groups:
                      - name: g
                        intervall: 5s
                        interval: soon
                        rules:
                          - alert: A
                            expr: sum(up
                            for: 1x
                          - record: "1bad name"
                            expr: up
                            for: 1m
                            annotations: {a: b}
                          - expr: up
                          - alert: B
                            record: b
                            expr: up
                          - alert: C
                            labels: {"a-b": x, __name__: y}
                            annotations: {summary: "{{ nope }}"}
                      - name: g
                      - rules: []
                    other: 1
                    """));

    assertThat(failure.problems())
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "bad.yml:3: groups[0].intervall: unknown key \"intervall\" in a rule group",
            "bad.yml:4: groups[0].interval: not a valid duration string: \"soon\"",
            "bad.yml:7: groups[0].rules[0].expr: could not parse expression: 1:1: parse error:"
                + " unclosed left parenthesis",
            "bad.yml:8: groups[0].rules[0].for: not a valid duration string: \"1x\"",
            "bad.yml:9: groups[0].rules[1].record: invalid recording rule name: 1bad name",
            "bad.yml:11: groups[0].rules[1].for: invalid field 'for' in recording rule",
            "bad.yml:12: groups[0].rules[1].annotations: invalid field 'annotations' in recording"
                + " rule",
            "bad.yml:13: groups[0].rules[2]: one of 'record' or 'alert' must be set",
            "bad.yml:14: groups[0].rules[3]: only one of 'record' and 'alert' must be set",
            "bad.yml:17: groups[0].rules[4]: field 'expr' must be set in rule",
            "bad.yml:18: groups[0].rules[4].labels: invalid label name: __name__",
            "bad.yml:18: groups[0].rules[4].labels: invalid label name: a-b",
            "bad.yml:19: groups[0].rules[4].annotations: summary: template: __alert_summary:1:"
                + " function \"nope\" not defined",
            "bad.yml:20: groups[1]: groupname \"g\" is repeated in the same file",
            "bad.yml:21: groups[2]: has no name",
            "bad.yml:22: other: unknown key \"other\" in a rule file");
  }

  @Test
  void tellsWhereYamlItselfIsBroken() {
    InvalidFileException failure =
        catchThrowableOfType(
            InvalidFileException.class, () -> FILES.parse("y.yml", "groups:\n  - a: [b\n"));

    assertThat(failure.problems()).hasSize(1);
    assertThat(failure).hasMessageContaining("is not valid YAML");
  }

  @Test
  void refusesKeysThatStandTwice() {
    InvalidFileException failure =
        catchThrowableOfType(
            InvalidFileException.class,
            () -> FILES.parse("y.yml", "groups:\n  - name: a\n    name: b\n"));

    assertThat(failure).hasMessageContaining("name");
  }

  @Test
  void namesEveryFileThatCannotBeRead() {
    InvalidFileException failure =
        catchThrowableOfType(
            InvalidFileException.class,
            () -> FILES.read(List.of(Path.of("nowhere/a.yml"), Path.of("nowhere/b.yml"))));

    assertThat(failure.problems())
        .extracting(Problem::file)
        .containsExactly("nowhere/a.yml", "nowhere/b.yml");
  }

  @Test
  void readsThePublishedRulesOfTheField() throws IOException {
    Path published = Path.of("../../shared/data/prometheus-rules");
    Assumptions.assumeTrue(
        Files.isDirectory(published), "published rules are not beside the checkout");
    try (Stream<Path> files = Files.walk(published)) {
      List<Path> rules = files.filter(RuleFilesTest::isRuleFile).toList();
      assertThat(rules).isNotEmpty();
      assertThat(FILES.read(rules)).isNotEmpty();
    }
  }

  private static boolean isRuleFile(Path file) {
    try {
      return file.toString().endsWith(".yaml")
          && Files.readString(file).lines().anyMatch("groups:"::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Rule> strategyRules(String text) {
    return new RuleFiles(PromqlParser::parse, Duration.ofSeconds(15))
        .parse("f", text).stream().flatMap(group -> group.rules().stream()).toList();
  }

  @Test
  void theStrategysOwnFormIsReadAsJsonAndYaml() {
    String json =
        """
        [{"name": "HighErrorRate", "description": "错误率过高", "level": "high",
          "condition": "sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > threshold",
          "threshold": 0.05, "duration": 120, "labels": {"team": "backend"},
          "annotations": {"runbook_url": "r"}},
         {"name": "Queue", "level": "warning", "condition": "max(queue_length)", "threshold": 10},
         {"name": "Down", "level": "critical", "condition": "up == 0", "threshold": 0, "duration": 60}]
        """;
    assertThat(strategyRules(json))
        .containsExactly(
            new Rule.Alerting(
                "HighErrorRate",
                "sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05",
                Duration.ofMinutes(2),
                Duration.ZERO,
                Map.of("severity", "high", "team", "backend"),
                Map.of("summary", "错误率过高", "description", "错误率过高", "runbook_url", "r")),
            new Rule.Alerting(
                "Queue",
                "max(queue_length) > 10",
                Duration.ZERO,
                Duration.ZERO,
                Map.of("severity", "warning"),
                Map.of()),
            new Rule.Alerting(
                "Down",
                "up == 0",
                Duration.ofMinutes(1),
                Duration.ZERO,
                Map.of("severity", "critical"),
                Map.of()));
    String yaml =
        """
        groups: [{name: g, rules: [{record: a, expr: b}]}]
        alertRules:
          - {name: Queue, condition: "a or b", threshold: 1, level: INFO}
        """;
    assertThat(strategyRules(yaml))
        .extracting(Rule::name, Rule::expression)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "b"),
            org.assertj.core.groups.Tuple.tuple("Queue", "(a or b) > 1"));
  }

  @Test
  void whatIsWrongWithTheStrategysFormIsNamed() {
    assertThatThrownBy(() ->
            strategyRules(
                """
                - {name: A, condition: up > threshold}
                - {name: B, condition: up > 1, threshold: 2, level: urgent}
                - {name: C, condition: "sum(", threshold: x, duration: -1, other: 1}
                """))
        .isInstanceOf(io.mallwatch.alerts.yaml.InvalidFileException.class)
        .hasMessageContaining("f:1: [0]: the condition names a threshold, but there is none")
        .hasMessageContaining("f:2: [1].level: level must be critical, high, warning or info")
        .hasMessageContaining("compares with another number than threshold 2")
        .hasMessageContaining("f:3: [2].threshold: threshold is not a number: x")
        .hasMessageContaining("duration must not be negative")
        .hasMessageContaining("could not parse condition")
        .hasMessageContaining("unknown key \"other\" in a alert rule");
  }
}
