package io.mallwatch.metrics.scrape.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.metrics.scrape.Durations;
import io.mallwatch.metrics.scrape.NameRules;
import io.mallwatch.metrics.scrape.RelabelConfig;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.ScrapeProtocol;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.http.Credentials;
import io.mallwatch.metrics.scrape.http.Secret;
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

  @TempDir private Path dir;

  private List<ScrapeConfig> jobs(String yaml) {
    return ScrapeConfigYaml.parse(yaml, dir, Map.of()).jobs();
  }

  private List<String> problems(String yaml) {
    return catchThrowableOfType(ScrapeConfigException.class, () -> jobs(yaml)).problems();
  }

  @Test
  void aWholeJobIsRead() throws IOException {
    Files.writeString(dir.resolve("password"), "s3cret\n");
    List<ScrapeConfig> configs =
        jobs(
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
                track_timestamps_staleness: true
                sample_limit: 1000
                label_limit: 30
                body_size_limit: 10MB
                scrape_protocols: [PrometheusText0.0.4]
                fallback_scrape_protocol: PrometheusText0.0.4
                basic_auth: {username: mallwatch, password_file: password}
                http_headers: {X-Mall: {values: [a], secrets: [b]}}
                proxy_url: http://proxy:3128
                no_proxy: .local
                proxy_connect_header: {X-Proxy: [c]}
                tls_config: {server_name: mall, min_version: TLS13, insecure_skip_verify: true}
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
            """);

    ScrapeConfig mall = configs.getFirst();
    assertThat(mall.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(mall.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(mall.http().credentials())
        .isEqualTo(
            new Credentials.Basic(
                new Secret.Text("mallwatch"), new Secret.InFile(dir.resolve("password"))));
    assertThat(mall.http().headers().get("X-Mall"))
        .containsExactly(new Secret.Text("a"), new Secret.Text("b"));
    assertThat(mall.http().toString()).doesNotContain("s3cret");
    assertThat(mall.http().tls().versions()).containsExactly("TLSv1.3");
    assertThat(mall.http().proxy().noProxy()).isEqualTo(".local");
    assertThat(mall.params()).isEqualTo(Map.of("module", List.of("http_2xx", "x")));
    assertThat(mall.limits().samples()).isEqualTo(1000);
    assertThat(mall.limits().bodyBytes()).isEqualTo(10 << 20);
    assertThat(mall.page().protocols()).containsExactly(ScrapeProtocol.PROMETHEUS_TEXT_0_0_4);
    assertThat(mall.page().trackTimestampsStaleness()).isTrue();
    assertThat(mall.discovery())
        .containsExactly(
            new DiscoveryConfig.Static(
                List.of(
                    TargetGroup.ofAddresses(
                        List.of("mall:8080", "mall2:8080"), Labels.of("env", "prod"), "0"))),
            new DiscoveryConfig.InFiles(
                List.of(dir.resolve("targets/*.json").toString()), Duration.ofMinutes(5)));
    assertThat(mall.relabelConfigs()).hasSize(1);
    assertThat(mall.metricRelabelConfigs().getFirst().action())
        .isEqualTo(RelabelConfig.Action.DROP);
    ScrapeConfig plain = configs.get(1);
    assertThat(plain.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(plain.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plain.metricsPath()).isEqualTo("/metrics");
    assertThat(jobs("{scrape_configs: [{job_name: plain, scrape_interval: 15s}]}"))
        .containsExactly(plain);
  }

  @Test
  void everythingThatIsWrongIsNamedWithItsPath() {
    List<String> wrong =
        problems(
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
            """);

    assertThat(wrong)
        .anySatisfy(p ->
            assertThat(p).isEqualTo("scrape_configs[0].scrape_intervall (line 3): unknown key"))
        .anySatisfy(
            p -> assertThat(p).startsWith("scrape_configs[0].scrape_interval (line 4): \"fast\""))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[0].scheme (line 5): "))
        .anySatisfy(
            p -> assertThat(p).startsWith("scrape_configs[0].static_configs[0].targets (line 7): "))
        .anySatisfy(p ->
            assertThat(p)
                .isEqualTo("scrape_configs[0].static_configs[0].lables (line 8): unknown key"))
        .anySatisfy(p ->
            assertThat(p).startsWith("scrape_configs[0].relabel_configs[0].action (line 10): "))
        .anySatisfy(p ->
            assertThat(p)
                .startsWith("scrape_configs[0].relabel_configs[1].action (line 11): hashmod"))
        .anySatisfy(
            p -> assertThat(p).startsWith("scrape_configs[0].relabel_configs[2].regex (line 12): "))
        .anySatisfy(p ->
            assertThat(p)
                .isEqualTo(
                    "scrape_configs[1].job_name (line 13): there is a job a already, in this file"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[1].scrape_timeout (line 14): "))
        .anySatisfy(
            p -> assertThat(p).isEqualTo("scrape_configs[2].job_name (line 15): is missing"))
        .anySatisfy(p -> assertThat(p).startsWith("scrape_configs[2].honor_labels (line 15): "))
        .anySatisfy(p ->
            assertThat(p).startsWith("scrape_configs[2].authorization (line 17): at most one"));
  }

  @Test
  void globalsAreInheritedAndWordsOfOldAndNewAreKnown() {
    ScrapeConfig job =
        jobs("""
        global:
          scrape_interval: 5s
          evaluation_interval: 1m
          query_log_file: x
          sample_limit: 7
          keep_dropped_targets: 3
          scrape_classic_histograms: true
          scrape_native_histograms: true
          metric_name_validation_scheme: legacy
          extra_scrape_metrics: true
        scrape_configs:
          - {job_name: a, bearer_token: t, enable_http2: false, target_limit: 2}
        """)
            .getFirst();

    assertThat(job.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(job.limits().samples()).isEqualTo(7);
    assertThat(job.limits().droppedTargets()).isEqualTo(3);
    assertThat(job.limits().targets()).isEqualTo(2);
    assertThat(job.page().histograms().alwaysClassic()).isTrue();
    assertThat(job.page().protocols().getFirst()).isEqualTo(ScrapeProtocol.PROMETHEUS_PROTO);
    assertThat(job.page().names()).isEqualTo(NameRules.LEGACY);
    assertThat(job.page().escaping()).isEqualTo(ScrapeProtocol.NameEscaping.UNDERSCORES);
    assertThat(job.page().extraMetrics()).isTrue();
    assertThat(job.http().credentials())
        .isEqualTo(new Credentials.Token("Bearer", new Secret.Text("t")));
  }

  @Test
  void jobsComeFromOtherFilesToo() throws IOException {
    Files.createDirectory(dir.resolve("more"));
    Files.writeString(dir.resolve("more/a.yml"), "scrape_configs: [{job_name: a, tls_config: {}}]");
    String main = "{scrape_configs: [{job_name: b}], scrape_config_files: [more/*.yml]}";
    assertThat(jobs(main)).extracting(ScrapeConfig::job).containsExactly("b", "a");

    Files.writeString(
        dir.resolve("more/z.yml"), "scrape_configs:\n- job_name: b\n  tls_config: {ca_file: x}");
    assertThat(problems(main))
        .anySatisfy(
            p -> assertThat(p).contains("more/z.yml: ").contains("there is a job b already"))
        .anySatisfy(
            p -> assertThat(p).contains("ca_file (line 3)").contains("more/x cannot be read"));
  }

  @Test
  void externalLabelsTakeVariablesOfTheEnvironment() {
    ScrapeFile file =
        ScrapeConfigYaml.parse(
            "global: {external_labels: {a: '${X}-$Y-$$', b: $NONE}}",
            dir,
            Map.of("X", "1", "Y", "2"));

    assertThat(file.externalLabels()).isEqualTo(Labels.of("a", "1-2-$"));
  }

  @Test
  void anchorsAndMergeKeysWork() {
    assertThat(
            jobs("""
            scrape_configs:
              - &base {job_name: a, scrape_interval: 7s, scrape_timeout: 7s}
              - {<<: *base, job_name: b}
            """)
                .get(1)
                .interval())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void whatMallwatchHasNotIsRefusedWithAWayOut() {
    assertThat(
            problems(
                """
                scrape_configs:
                  - job_name: a
                    consul_sd_configs: [{server: x}]
                    oauth2: {client_id: a, token_url: 'http://t/x', grant_type: jwt}
                    proxy_url: https://p:1
                    http_headers: {Authorization: {values: [x]}}
                  - job_name: a2
                    static_configs: [{targets: ['http://x/y']}]
                    dns_sd_configs: [{names: [a], type: A}]
                    http_sd_configs: [{url: 'nothing'}]
                    tls_config: {cert_file: x, min_version: TLS9}
                    metric_name_escaping_scheme: allow-utf-8
                    metric_name_validation_scheme: legacy
                """))
        .anySatisfy(p -> assertThat(p).contains("consul_sd_configs (line 3)").contains("file_sd"))
        .anySatisfy(p -> assertThat(p).contains("grant_type").contains("client_credentials"))
        .anySatisfy(p -> assertThat(p).contains("proxy_url (line 5)"))
        .anySatisfy(p -> assertThat(p).contains("http_headers.Authorization"))
        .anySatisfy(p -> assertThat(p).contains("no host or host:port"))
        .anySatisfy(p -> assertThat(p).contains("dns_sd_configs[0].port"))
        .anySatisfy(p -> assertThat(p).contains("http_sd_configs[0].url"))
        .anySatisfy(p -> assertThat(p).contains("cert and key go together"))
        .anySatisfy(p -> assertThat(p).contains("min_version"))
        .anySatisfy(p -> assertThat(p).contains("metric_name_escaping_scheme"));
  }

  @Test
  void whatIsNoYamlOrNoMappingIsRefused() {
    assertThat(problems("a: [b")).hasSize(1);
    assertThat(problems("- a")).hasSize(1);
    assertThat(problems("a: 1\na: 2")).anySatisfy(p -> assertThat(p).contains("comes twice"));
    assertThat(jobs("")).isEmpty();
    assertThat(jobs("global:\nscrape_configs:\n")).isEmpty();
  }

  @Test
  void durationsAndSizesFollowPrometheus() {
    assertThat(Durations.parse("1d2h3m4s5ms")).isEqualTo(Duration.parse("P1DT2H3M4.005S"));
    assertThat(Durations.bytes("2GiB")).isEqualTo(2L << 30);
    assertThat(Durations.bytes("0")).isZero();
    for (String text : List.of("1w", "8d", "1h30m", "90ms", "0s", "1y")) {
      assertThat(Durations.parse(Durations.format(Durations.parse(text))))
          .isEqualTo(Durations.parse(text));
    }
    assertThat(Durations.format(Duration.ofSeconds(90))).isEqualTo("1m30s");
    assertThat(Durations.format(Duration.ofDays(14))).isEqualTo("2w");
    assertThat(Durations.format(Duration.ofDays(15))).isEqualTo("15d");
  }
}
