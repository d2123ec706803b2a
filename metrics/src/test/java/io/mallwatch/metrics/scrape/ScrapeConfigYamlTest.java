package io.mallwatch.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeConfigYamlTest {

  @Test
  void aWholeJobIsRead(@TempDir Path dir) throws IOException {
    Files.writeString(dir.resolve("password"), "s3cret\n");
    List<ScrapeConfig> configs =
        ScrapeConfigYaml.parse(
            """
            global:
              scrape_interval: 15s
            rule_files: [rules/*.yml]
            scrape_configs:
              - job_name: mall
                scrape_interval: 1m30s
                scrape_timeout: 5s
                metrics_path: /actuator/prometheus
                scheme: https
                params: {module: [http_2xx, x]}
                honor_labels: true
                honor_timestamps: false
                sample_limit: 1000
                label_limit: 30
                body_size_limit: 10MB
                basic_auth: {username: mallwatch, password_file: %s}
                http_headers: {X-Mall: {values: [a]}}
                static_configs:
                  - targets: ['mall:8080', 'mall2:8080']
                    labels: {env: prod}
                file_sd_configs:
                  - files: [targets/*.json]
                relabel_configs:
                  - {source_labels: [__address__], target_label: shop, regex: '(.*):.*'}
                metric_relabel_configs:
                  - {source_labels: [__name__], regex: 'go_.*', action: drop}
              - job_name: plain
            """
                .formatted(dir.resolve("password")));

    ScrapeConfig mall = configs.getFirst();
    assertThat(mall.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(mall.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(mall.auth()).isEqualTo(new ScrapeAuth.Basic("mallwatch", "s3cret"));
    assertThat(mall.auth().toString()).doesNotContain("s3cret");
    assertThat(mall.auth().header()).hasValueSatisfying(v -> assertThat(v).startsWith("Basic "));
    assertThat(mall.headers()).isEqualTo(Map.of("X-Mall", "a"));
    assertThat(mall.params()).isEqualTo(Map.of("module", List.of("http_2xx", "x")));
    assertThat(mall.limits().samples()).isEqualTo(1000);
    assertThat(mall.limits().bodyBytes()).isEqualTo(10 << 20);
    assertThat(mall.staticTargets())
        .containsExactly(
            new TargetGroup(
                List.of("mall:8080", "mall2:8080"), Labels.of("env", "prod"), "static"));
    assertThat(mall.targetFiles()).containsExactly("targets/*.json");
    assertThat(mall.relabelConfigs()).hasSize(1);
    assertThat(mall.metricRelabelConfigs().getFirst().action())
        .isEqualTo(RelabelConfig.Action.DROP);
    ScrapeConfig plain = configs.get(1);
    assertThat(plain.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(plain.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plain.metricsPath()).isEqualTo("/metrics");
  }

  @Test
  void everythingThatIsWrongIsNamedWithItsPath() {
    ScrapeConfigException wrong =
        catchThrowableOfType(
            ScrapeConfigException.class,
            () ->
                ScrapeConfigYaml.parse(
                    """
                    scrape_configs:
                      - job_name: a
                        scrape_intervall: 15s
                        scrape_interval: fast
                        scheme: ftp
                        static_configs:
                          - targets: x
                            lables: {}
                        relabel_configs:
                          - {action: explode}
                          - {action: hashmod, target_label: x}
                          - {regex: '(', target_label: x}
                      - job_name: a
                        scrape_timeout: 2m
                      - honor_labels: maybe
                        basic_auth: {username: x}
                        authorization: {credentials: y}
                    """));

    assertThat(wrong.problems())
        .anySatisfy(p -> assertThat(p).isEqualTo("scrape_configs[0].scrape_intervall: unknown key"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].scrape_interval: \"fast\""))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].scheme: "))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].static_configs[0].targets: "))
        .anySatisfy(
            p -> assertThat(p).isEqualTo("scrape_configs[0].static_configs[0].lables: unknown key"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].relabel_configs[0].action: "))
        .anySatisfy(
            p -> assertThat(p).startsWith("scrape_configs[0].relabel_configs[1].action: hashmod"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].relabel_configs[2].regex: "))
        .anySatisfy(p -> assertThat(p).isEqualTo("scrape_configs[1].job_name: job a comes twice"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[1].scrape_timeout: "))
        .anySatisfy(p -> assertThat(p).isEqualTo("scrape_configs[2].job_name: is missing"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[2].honor_labels: "))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[2].authorization: at most one"));
  }

  @Test
  void whatIsNoYamlOrNoMappingIsRefused() {
    assertThat(
            catchThrowableOfType(ScrapeConfigException.class, () -> ScrapeConfigYaml.parse("a: [b"))
                .problems())
        .hasSize(1);
    assertThat(
            catchThrowableOfType(ScrapeConfigException.class, () -> ScrapeConfigYaml.parse("- a"))
                .problems())
        .hasSize(1);
    assertThat(ScrapeConfigYaml.parse("")).isEmpty();
  }

  @Test
  void durationsAndSizesFollowPrometheus() {
    assertThat(Durations.parse("1d2h3m4s5ms")).isEqualTo(Duration.parse("P1DT2H3M4.005S"));
    assertThat(Durations.bytes("512")).isEqualTo(512);
    assertThat(Durations.bytes("2GiB")).isEqualTo(2L << 30);
  }
}
