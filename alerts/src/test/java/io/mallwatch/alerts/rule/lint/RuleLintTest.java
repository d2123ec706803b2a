package io.mallwatch.alerts.rule.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleLintTest {

  private static final RuleLint LINT =
      new RuleLint(KnownMetrics.NONE, RuleLint.Settings.defaults());

  private static String strategyRules() {
    try (var in =
        Objects.requireNonNull(
            RuleLintTest.class.getResourceAsStream("strategy.rules.yml"), "strategy.rules.yml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Codes found in an alert of this expression that is otherwise well written.
  private static Set<String> codes(String expression) {
    return codes(LINT, expression);
  }

  private static Set<String> codes(RuleLint lint, String expression) {
    return findings(lint, expression).stream()
        .map(finding -> finding.defect().code())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Finding> findings(RuleLint lint, String expression) {
    return lint.lint(
        Map.of(
            "f.yml",
            """
            groups:
              - name: g
                rules:
                  - alert: A
                    expr: |
                      %s
                    for: 1m
                    labels: {severity: high}
                    annotations: {summary: s, runbook_url: r}
            """
                .formatted(expression)));
  }

  private static String corrected(String expression) {
    return findings(LINT, expression).stream()
        .map(Finding::corrected)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("")
        .strip();
  }

  @Test
  void theStrategysSevenRulesShowTheirDefects() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Finding finding : LINT.lint(Map.of("paper.yml", strategyRules()))) {
      if (finding.defect() != Defect.NO_RUNBOOK) {
        found.computeIfAbsent(finding.rule(), _ -> new TreeSet<>()).add(finding.defect().code());
      }
    }
    assertThat(found)
        .containsOnly(
            Map.entry("UserUpgradeFailureRate", Set.of("ratio-without-sums", "nan-when-idle")),
            Map.entry("TransactionSuccessRateLow", Set.of("ratio-without-sums", "nan-when-idle")),
            Map.entry("PointsTransferFailures", Set.of("per-series-threshold", "text-unit")),
            Map.entry("HighApiResponseTime", Set.of("quantile-per-series")),
            Map.entry("HighErrorRate", Set.of("divided-by-itself", "nan-when-idle")),
            Map.entry(
                "DatabaseConnectionPoolExhausted", Set.of("divisor-may-be-zero", "text-unit")));
  }

  @Test
  void itsCorrectedExpressionsHaveNoDefectLeftInThem() {
    for (Finding finding : LINT.lint(Map.of("paper.yml", strategyRules()))) {
      if (!finding.corrected().isEmpty()) {
        assertThat(codes(finding.corrected())).as(finding.corrected()).isEmpty();
      }
    }
  }

  @Test
  void theShippedRulesHaveNone() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> rules = Files.list(Path.of("../deploy/rules"))) {
      for (Path file : rules.filter(f -> f.toString().endsWith(".yml")).toList()) {
        files.put(file.toString(), Files.readString(file));
      }
    }
    assertThat(files).isNotEmpty();
    assertThat(LINT.lint(files)).noneMatch(finding -> finding.level() != Finding.Level.INFO);
  }

  @Test
  void aFindingNamesTheLineAndSaysWhatToDoInBothLanguages() {
    Finding finding =
        LINT.lint(Map.of("paper.yml", strategyRules())).stream()
            .filter(one -> one.defect() == Defect.DIVIDED_BY_ITSELF)
            .findFirst()
            .orElseThrow();
    assertThat(finding.file()).isEqualTo("paper.yml");
    assertThat(strategyRules().lines().toList().get(finding.line() - 1))
        .contains("http_requests_total{status=~\"5..\"}");
    assertThat(finding.level()).isEqualTo(Finding.Level.ERROR);
    assertThat(finding.what().in("zh-CN")).contains("结果恒为 1").contains("status=~\"5..\"");
    assertThat(finding.what().in("en")).contains("the answer is always 1");
    assertThat(finding.advice().zh()).isNotEmpty();
    assertThat(finding.corrected())
        .isEqualTo(
            "sum(rate(http_requests_total{status=~\"5..\"}[5m]))"
                + " / (sum(rate(http_requests_total[5m])) > 0) > 0.05");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(rate(a_total[5m])) / (rate(b_total[5m]) > 0) > 1 | join-never-matches",
        "sum by (job) (a) * sum by (instance) (b) > 1 | join-never-matches",
        "sum by (job) (a) > on (instance) sum by (instance) (b) | join-never-matches",
        "histogram_quantile(0.9, sum(rate(x_seconds_bucket[5m]))) > 2 | quantile-without-le",
        "histogram_quantile(0.9, sum without (le) (rate(x_seconds_bucket[5m]))) > 2 | quantile-without-le",
        "histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m]))) > 2000 | unit-slip",
        "max(http_request_duration_seconds) > 2000 | unit-slip",
        "max(heap_used_ratio) > 90 | unit-slip",
        "max(disk_used_percent) > 0.9 | unit-slip",
        "max(jvm_memory_used_bytes) > 0.9 | unit-slip",
        "max(request_duration_ms) > 0.5 | unit-slip",
        "max(a_seconds) > max(b_bytes) | unit-slip",
        "sum(rate(a_total[5m])) / (sum(rate(b_total[5m])) > 0) > 10 | unit-slip",
        "max(last_run_timestamp_seconds) > 600 | moment-as-age",
        "sum(rate(a_total[30s])) > 1 | short-range",
        "sum(a_total) > 100 | counter-without-rate",
        "sum(rate(a_total[5m])) | no-condition",
        "sum(rate(a_total[5m])) > bool 1 | no-condition",
        "sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1 | nan-when-idle",
      })
  void aDefectiveExpressionIsFound(String expression, String code) {
    assertThat(codes(expression)).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up == 0",
        "absent(up{job=\"mall\"})",
        "time() - max(last_run_timestamp_seconds) > 600",
        "sum(rate(x_seconds_sum[5m])) / (sum(rate(x_seconds_count[5m])) > 0) > 2",
        "rate(x_seconds_sum[5m]) / (rate(x_seconds_count[5m]) > 0) > 2",
        "sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1 and sum(rate(b_total[5m])) > 1",
        "sum(rate(a_total[5m])) / clamp_min(sum(rate(b_total[5m])), 1) > 0.1",
        "sum(a) / (sum(a offset 1w) > 0) > 20",
        "max by (job) (a) > on (job) max by (job, instance) (b)",
        "certificate_expiration_seconds < 604800",
        "jvm_memory_max_bytes > -1",
        "sum(increase(a_total[1h])) > 100",
        "count(up == 0) by (job) > 1",
        "node_memory_free_bytes / node_memory_MemTotal_bytes < 0.1",
        "sum by (job) (load) / count by (job) (cpu) > 2",
      })
  void aSoundExpressionIsLeftAlone(String expression) {
    assertThat(codes(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max(request_duration_seconds) > 2000 | max(request_duration_seconds) > 2",
        "max(heap_used_ratio) > 90 | max(heap_used_ratio) > 0.9",
        "max(disk_used_percent) > 0.9 | max(disk_used_percent) > 90",
        "max(last_run_timestamp_seconds) > 600 | time() - max(last_run_timestamp_seconds) > 600",
        "sum(rate(a_total[30s])) > 1 | sum(rate(a_total[1m])) > 1",
        "histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m]))) > 2"
            + " | histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[5m]))) > 2",
      })
  void itIsCorrected(String expression, String corrected) {
    assertThat(corrected(expression)).isEqualTo(corrected);
  }

  @Test
  void anAlertWithoutLevelOrTextIsTold() {
    String rules =
        """
        groups:
          - name: g
            interval: 1m
            rules:
              - alert: A
                expr: sum by (job) (up) == 0
                for: 30s
                annotations: {description: "{{ $labels.instance }} of {{ $labels.job }}"}
              - alert: B
                expr: up == 0
                labels: {severity: page}
                annotations: {summary: s, runbook_url: r}
        """;
    assertThat(LINT.lint(Map.of("f.yml", rules)))
        .extracting(f -> f.line() + " " + f.rule() + " " + f.defect().code())
        .containsExactlyInAnyOrder(
            "5 A no-severity",
            "7 A for-shorter-than-interval",
            "8 A no-summary",
            "8 A no-runbook",
            "8 A label-not-there",
            "11 B unknown-severity");
  }

  @Test
  void metricsAndLabelsAreHeldAgainstWhatIsKnown() {
    SeenMetrics seen =
        new SeenMetrics(
            () -> Set.of("http_requests_total", "user_upgrade_attempts_total", "temperature"),
            metric ->
                metric.equals("http_requests_total")
                    ? List.of(Labels.of("__name__", metric, "status", "200", "job", "mall"))
                    : List.of());
    RuleLint lint = new RuleLint(seen, RuleLint.Settings.defaults());
    assertThat(codes(lint, "sum(rate(http_requests_total{status=~\"5..\"}[5m])) > 1")).isEmpty();
    assertThat(codes(lint, "sum(rate(http_requests_total{code=~\"5..\"}[5m])) > 1"))
        .containsExactly("unknown-label");
    assertThat(codes(lint, "sum by (route) (rate(http_requests_total[5m])) > 1"))
        .containsExactly("unknown-label");
    assertThat(codes(lint, "nodejs_memory_usage_ratio > 0.9")).containsExactly("unknown-metric");
    List<Finding> near = findings(lint, "sum(rate(user_upgrade_attempt_total[5m])) > 1");
    assertThat(near)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.what().en()).contains("did you mean user_upgrade_attempts_total?");
          assertThat(finding.corrected().strip())
              .isEqualTo("sum(rate(user_upgrade_attempts_total[5m])) > 1");
        });
  }

  @Test
  void aCatalogueKnowsTypesAndLabelsAndFamilies() {
    String text =
        """
        metrics:
          - {name: queue_length, type: gauge, labels: [queue]}
          - {name: http_server_seconds, type: histogram, labels: [route]}
          - {name: user_upgrade_attempts_total, type: counter, labels: []}
          - {name: jvm_*, type: gauge, labels: []}
        """;
    RuleLint some = new RuleLint(CatalogueMetrics.parse("m", text, false), settings());
    RuleLint all = new RuleLint(CatalogueMetrics.parse("m", text, true), settings());
    assertThat(codes(some, "sum(rate(queue_length[5m])) > 1")).containsExactly("rate-of-gauge");
    assertThat(codes(some, "max(queue_length{name=\"a\"}) > 1")).containsExactly("unknown-label");
    assertThat(
            codes(
                some,
                "histogram_quantile(0.9, sum by (le, route) (rate(http_server_seconds_bucket[5m]))) > 1"))
        .isEmpty();
    assertThat(codes(some, "sum(rate(user_upgrade_attempt_total[5m])) > 1"))
        .containsExactly("unknown-metric");
    assertThat(codes(some, "max(something_else) > 1")).isEmpty();
    assertThat(codes(all, "max(something_else) > 1")).containsExactly("unknown-metric");
    assertThat(codes(all, "max(jvm_threads{state=\"a\"}) > 1")).isEmpty();
    KnownMetrics seen = new SeenMetrics(() -> Set.of("up"), _ -> List.of());
    assertThat(
            codes(
                new RuleLint(seen.or(CatalogueMetrics.parse("m", text, false)), settings()),
                "max(queue_length) > 1"))
        .containsExactly("unknown-metric");
  }

  private static RuleLint.Settings settings() {
    return RuleLint.Settings.defaults();
  }

  @Test
  void theShippedRulesFitTheShippedCatalogue() throws IOException {
    KnownMetrics catalogue =
        CatalogueMetrics.parse(
            "metrics.yaml", Files.readString(Path.of("../deploy/metrics.yaml")), false);
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> rules = Files.list(Path.of("../deploy/rules"))) {
      for (Path file : rules.filter(f -> f.toString().endsWith(".yml")).toList()) {
        files.put(file.toString(), Files.readString(file));
      }
    }
    assertThat(new RuleLint(catalogue, settings()).lint(files))
        .noneMatch(finding -> finding.level() != Finding.Level.INFO);
  }

  @Test
  void whatARuleOfTheFilesRecordsIsKnown() {
    SeenMetrics seen = new SeenMetrics(() -> Set.of("b"), _ -> List.of());
    String rules =
        """
        groups:
          - name: g
            rules:
              - {record: "job:a:sum", expr: sum by (job) (b)}
              - record: c
                expr: job:a:sum * 2
        """;
    assertThat(new RuleLint(seen, RuleLint.Settings.defaults()).lint(Map.of("f.yml", rules)))
        .isEmpty();
  }

  @Test
  void everyDefectIsInTheBook() throws IOException {
    String book = Files.readString(Path.of("../docs/rules.md"));
    assertThat(Stream.of(Defect.values()).map(defect -> "`" + defect.code() + "`"))
        .allMatch(book::contains);
  }

  @Test
  void everyDefectHasItsCodeOnce() {
    assertThat(Stream.of(Defect.values()).map(Defect::code))
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("[a-z-]+"));
  }
}
