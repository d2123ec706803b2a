package io.mallwatch.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.HttpStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {

  private final PrintStream standardOut = System.out;
  private final PrintStream standardErr = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @BeforeEach
  void listen() {
    PrintStream heard = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(heard);
    System.setErr(heard);
  }

  @AfterEach
  void restore() {
    System.setOut(standardOut);
    System.setErr(standardErr);
  }

  private String heard() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static HttpStub server(String answer) {
    return HttpStub.answering(_ -> HttpStub.Answer.of(200, answer));
  }

  private static int run(Object command, HttpStub server, String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--url";
    all[args.length + 1] = server.url().toString();
    return new CommandLine(command).execute(all);
  }

  @Test
  void anInstantQueryIsPrintedAsPromtoolDoes() {
    try (HttpStub server =
        server(
            """
            {"status":"success","data":{"resultType":"vector","result":[
            {"metric":{"__name__":"up","job":"mall"},"value":[1795422966.5,"1"]},
            {"metric":{},"value":[1795422966,"NaN"]}]}}
            """)) {
      assertThat(run(new QueryCommand(), server, "instant", "up")).isZero();
      assertThat(heard())
          .isEqualTo("up{job=\"mall\"} => 1 @[1795422966.500]\n{} => NaN @[1795422966]\n");
    }
  }

  @Test
  void aRangeIsPrintedPointByPoint() {
    try (HttpStub server =
        server(
            """
            {"status":"success","data":{"resultType":"matrix","result":[
            {"metric":{"__name__":"up"},"values":[[1,"1"],[2,"0"]]}]}}
            """)) {
      assertThat(run(new QueryCommand(), server, "range", "up", "--start=1", "--end=2")).isZero();
      assertThat(heard()).isEqualTo("up =>\n1 @[1]\n0 @[2]\n");
    }
  }

  @Test
  void whatTheServerRefusesIsSaidOnOneLine() {
    try (HttpStub server =
        HttpStub.answering(_ ->
            HttpStub.Answer.of(
                400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}"))) {
      assertThat(run(new QueryCommand(), server, "labels", "job")).isEqualTo(1);
      assertThat(heard()).isEqualTo("mallwatch: bad_data: no\n");
    }
  }

  @Test
  void theStoreIsAnalyzed() {
    try (HttpStub server =
        server(
            """
            {"status":"success","data":{"headStats":{"numSeries":7,"numLabelPairs":20},
            "seriesCountByMetricName":[{"name":"up","value":3}],
            "blocks":[{"ulid":"1","minTime":0,"maxTime":5,"stats":{"numSeries":2,"numSamples":9}}]}}
            """)) {
      assertThat(run(new TsdbCommand(), server, "analyze", "--limit=5")).isZero();
      assertThat(heard())
          .contains("Series: 7\n", "  1: 0 to 5, 2 series, 9 samples\n")
          .contains("Metrics with the most series:\n3 up\n");
    }
  }

  @Test
  void theNewestBlockOfADataFolderIsAnalyzed() {
    assertThat(new CommandLine(new TsdbCommand()).execute("analyze", "--data=" + folder))
        .isEqualTo(1);
    assertThat(heard()).endsWith("there are no blocks of numbers in it\n");
    long hour = 3_600_000;
    FakeClock clock = FakeClock.mondayMorning();
    long start = clock.instant().toEpochMilli() / (2 * hour) * 2 * hour;
    try (Tsdb tsdb = Tsdb.open(TsdbConfig.defaults(), folder.resolve("metrics"), clock)) {
      for (int minute = 0; minute < 120; minute++) {
        long at = start + minute * 60_000L;
        clock.set(Instant.ofEpochMilli(at));
        var _ =
            tsdb.append(
                MetricBatch.ofSeries(List.of(sample(at, minute, "a"), sample(at, minute, "b"))));
      }
      clock.advance(Duration.ofHours(8));
      tsdb.maintain();
    }

    assertThat(new CommandLine(new TsdbCommand()).execute("analyze", "--data=" + folder)).isZero();
    assertThat(heard())
        .contains("Series: 2\n", "Samples: 240\n", "Metrics with the most series:\n2 up\n");
  }

  private static SeriesSamples sample(long at, double value, String instance) {
    return SeriesSamples.of(Labels.of("__name__", "up", "instance", instance), at, value);
  }

  @Test
  void ruleFilesAreChecked() throws IOException {
    Path good = folder.resolve("good.yml");
    Files.writeString(good, "groups: [{name: a, rules: [{record: b, expr: sum(c)}]}]\n");
    Path bad = folder.resolve("bad.yml");
    Files.writeString(bad, "groups: [{name: a, rules: [{record: b, expr: sum(}]}]\n");
    assertThat(new CommandLine(new RulesCommand()).execute("check", good.toString())).isZero();
    assertThat(heard()).contains("SUCCESS: 1 rules found (0 alerting, 1 recording)");
    assertThat(new CommandLine(new RulesCommand()).execute("check", bad.toString())).isEqualTo(1);
    assertThat(heard()).contains("FAILED:").contains("parse error");
  }

  @Test
  void aRuleThatCannotWorkFailsTheCheck() throws IOException {
    Path file = folder.resolve("slip.yml");
    Files.writeString(
        file,
        """
        groups:
          - name: a
            rules:
              - alert: Slow
                expr: max(request_duration_seconds) > 2000
                labels: {severity: high}
                annotations: {summary: s, runbook_url: r}
        """);
    CommandLine rules = new CommandLine(new RulesCommand());
    assertThat(rules.execute("check", "--lang", "zh", file.toString())).isEqualTo(1);
    assertThat(heard())
        .contains("slip.yml:5: error [unit-slip] Slow: 单位不符")
        .contains("改为：max(request_duration_seconds) > 2");
    assertThat(rules.execute("check", "--no-lint", file.toString())).isZero();
  }

  @Test
  void unitTestsOfRulesRunWithTheRulesBesideThem() throws IOException {
    Files.writeString(
        folder.resolve("up.rules.yml"), "groups: [{name: a, rules: [{alert: Up, expr: up == 1}]}]");
    Path tests = folder.resolve("up.test.yml");
    String text =
        """
        rule_files: ["*.rules.yml"]
        tests:
          - name: it is up
            input_series: [{series: up, values: 1}]
            alert_rule_test: [{eval_time: 1m, alertname: Up, exp_alerts: [{}]}]
        """;
    Files.writeString(tests, text);
    CommandLine rules = new CommandLine(new RulesCommand());
    assertThat(rules.execute("test", tests.toString())).isZero();
    assertThat(heard()).contains("SUCCESS");
    Files.writeString(tests, text.replace("[{}]", "[]"));
    assertThat(rules.execute("test", tests.toString())).isEqualTo(1);
    assertThat(heard()).contains("FAILED:").contains("name: it is up,").contains("got:[");
    assertThat(rules.execute("test", "--run", "nothing", tests.toString())).isZero();
  }

  @Test
  void rulesInTheStrategysFormBecomeAPrometheusRuleFile() throws IOException {
    Path file = folder.resolve("rules.json");
    Files.writeString(
        file,
        """
        [{"name": "Queue", "level": "warning", "condition": "max(queue)", "threshold": 10,
          "duration": 90, "description": "积压"}]
        """);
    CommandLine rules = new CommandLine(new RulesCommand());
    assertThat(rules.execute("convert", file.toString())).isZero();
    String converted = heard();
    assertThat(converted)
        .isEqualTo(
            """
            groups:
              - name: "alertRules"
                rules:
                  - alert: "Queue"
                    expr: "max(queue) > 10"
                    for: 1m30s
                    labels:
                      severity: "warning"
                    annotations:
                      description: "积压"
                      summary: "积压"
            """);
    Path again = folder.resolve("again.yml");
    Files.writeString(again, converted);
    assertThat(rules.execute("check", again.toString())).isZero();
    assertThat(rules.execute("check", file.toString())).isZero();
  }
}
