package io.mallwatch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.lucene.LuceneLogConfig.KeepRule;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Translation;
import io.mallwatch.metrics.promql.syntax.Feature;
import io.mallwatch.metrics.tsdb.block.RetentionRule;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Golden;
import io.mallwatch.traces.sampling.SamplingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {

  @TempDir Path dir;

  @Test
  void defaultsAreComplete() {
    Config config = ConfigLoader.load(null, Map.of(), Map.of());

    assertThat(config.server().port()).isEqualTo(7600);
    assertThat(config.server().isLoopback()).isTrue();
    assertThat(config.metrics().store().retention()).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void portsForLinesMayNameAnAddress() throws IOException {
    Path file =
        file(
            """
            logs:
              listen:
                syslog_udp: 5514
                lines_tcp: '[::1]:5044'
                allow: [10.0.0.0/8]
            """);

    ListenConfig listen = ConfigLoader.load(file, Map.of(), Map.of()).logs().listen();

    assertThat(listen.syslogUdp()).contains(new ListenConfig.Place("", 5514));
    assertThat(listen.linesTcp()).contains(new ListenConfig.Place("::1", 5044));
    assertThat(listen.syslogTcp()).isEmpty();
    assertThat(listen.allow()).containsExactly("10.0.0.0/8");
    assertThatThrownBy(
            () -> ConfigLoader.load(null, Map.of(), Map.of("logs.listen.syslog_tcp", "host:70000")))
        .hasMessageContaining("70000 is no port");
  }

  @Test
  void theEnvironmentBeatsTheFileAndFlagsBeatBoth() throws IOException {
    Path file = file("server:\n  port: 1\n  data: /a\nalerts:\n  webhooks: [http://a, http://b]\n");

    Config config =
        ConfigLoader.load(
            file,
            Map.of("MALLWATCH_SERVER_PORT", "2", "MALLWATCH_SERVER_DATA", "/b"),
            Map.of("server.port", "3"));

    assertThat(config.server().port()).isEqualTo(3);
    assertThat(config.server().data()).isEqualTo(Path.of("/b"));
    assertThat(config.alerts().webhooks()).containsExactly("http://a", "http://b");
  }

  @Test
  void listsMayHaveItemsWithCommas() throws IOException {
    Path file =
        file(
            """
            metrics:
              retention_rules:
                - '{job="debug", __name__=~"go_.*|jvm_.*"} 7d'
                - up 1d12h
              query: {features: [fill]}
              otlp: {translation_strategy: NoUTF8EscapingWithSuffixes}
            """);

    MetricsConfig metrics = ConfigLoader.load(file, Map.of(), Map.of()).metrics();

    assertThat(metrics.store().rules())
        .extracting(RetentionRule::keep)
        .containsExactly(Duration.ofDays(7), Duration.ofHours(36));
    assertThat(metrics.store().rules().getFirst().matchers()).hasSize(2);
    assertThat(metrics.query().features()).containsExactly(Feature.FILL);
    assertThat(metrics.otlp().translation()).isEqualTo(Translation.NO_UTF8_ESCAPING_WITH_SUFFIXES);
  }

  @Test
  void aBadRetentionRuleSaysWhatIsWrongWithIt() throws IOException {
    Path file =
        file("metrics:\n  retention_rules: ['up{ 7d']\n  query: {features: [everything]}\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            BadConfigException.class,
            e ->
                assertThat(e.problems())
                    .anySatisfy(problem ->
                        assertThat(problem)
                            .contains(":2: metrics.retention_rules: 'up{ 7d'")
                            .endsWith("such as `{job=\"debug\"} 7d`"))
                    .anySatisfy(problem ->
                        assertThat(problem).contains(":3: metrics.query.features: 'everything'")));
  }

  @Test
  void linesCanBeKeptForAShorterTimeByIndexAndLevel() throws IOException {
    Path file =
        file("logs: {retention_rules: ['*:debug+TRACE 3d', 'zhongdao-mall-logs-dev-* 12h']}\n");

    assertThat(ConfigLoader.load(file, Map.of(), Map.of()).logs().retentionRules())
        .containsExactly(
            new KeepRule("*", Set.of(LogLevel.DEBUG, LogLevel.TRACE), Duration.ofDays(3)),
            new KeepRule("zhongdao-mall-logs-dev-*", Set.of(), Duration.ofHours(12)));
  }

  @Test
  void tracesAreKeptWholeUnlessAPolicyIsGiven() throws IOException {
    assertThat(ConfigLoader.load(file("{}\n"), Map.of(), Map.of()).traces().sampling().isOff())
        .isTrue();
    Path file =
        file(
            """
            traces: {sampling: {share: 10%, slow: 2s, per_operation_minute: 3, settle: 30s}}
            otlp: {cors_origins: ["https://*.mall.example", "http://localhost:3000"]}
            """);
    Config config = ConfigLoader.load(file, Map.of(), Map.of());

    assertThat(config.traces().sampling())
        .isEqualTo(new SamplingPolicy(0.1, true, Duration.ofSeconds(2), 3, Duration.ofSeconds(30)));
    assertThat(config.doors().otlpCors().origins())
        .containsExactly("https://*.mall.example", "http://localhost:3000");
    assertThat(config.doors().otlpCors().headers()).contains("content-type", "authorization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traces: {sampling: {share: 110%}}",
        "traces: {sampling: {share: some}}",
        "otlp: {cors_origins: [mall.example]}",
        "otlp: {cors_origins: ['https://mall.*.example']}",
        "otlp: {cors_origins: ['https://mall.example/']}",
      })
  void badSharesAndOriginsAreRefused(String text) throws IOException {
    Path file = file(text + "\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining(":1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*'", "'*:loud 3d'", "':debug 3d'", "'* soon'"})
  void aBadRuleForLinesIsNamed(String rule) throws IOException {
    Path file = file("logs:\n  retention_rules: [" + rule + "]\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOf(BadConfigException.class)
        .hasMessageContaining("logs.retention_rules");
  }

  @Test
  void allProblemsAreNamedAtOnceWithLineAndPath() throws IOException {
    Path file =
        file(
            "server:\n  prot: 1\n  port: 99999\nmetrics:\n  retention: ninety\nnonsense: {a: 1}\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOfSatisfying(
            BadConfigException.class,
            e ->
                assertThat(e.problems())
                    .containsExactlyInAnyOrder(
                        file + ":2: server.prot: there is no such key; did you mean server.port?",
                        file
                            + ":3: server.port: '99999' is not allowed; give a whole number from 0"
                            + " to 65535",
                        file
                            + ":5: metrics.retention: 'ninety' is not allowed; give a duration such"
                            + " as 15s, 1h30m or 30d",
                        file + ":6: nonsense: there is no such key"));
  }

  @Test
  void brokenYamlNamesItsLine() throws IOException {
    Path file = file("server:\n  port: [1\n");

    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .hasMessageContaining(file + ":3: is not YAML");
  }

  @Test
  void openBindingWithoutATokenIsRefused() {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("server.bind", "0.0.0.0")))
        .hasMessageContaining("server.admin_token_file");
  }

  @Test
  void secretsAreNotPrinted() {
    Config config =
        ConfigLoader.load(null, Map.of("MALLWATCH_ALERTS_EMAIL_PASSWORD", "hunter2"), Map.of());

    assertThat(config.alerts().email().password().reveal()).isEqualTo("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void theReferencePageIsUpToDate() {
    Golden.assertText("../../../../docs/config.md", ConfigReference.markdown());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("mallwatch.yaml"), text);
  }
}
