package io.mallwatch.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.yaml.ScrapeConfigYaml;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final TargetGroup GROUP =
      TargetGroup.ofAddresses(
          List.of("mall:8080"), Labels.of("env", "prod", "__meta_zone", "z1"), "x");

  private static ScrapeConfig config(String more) {
    return ScrapeConfigYaml.parse(
            "scrape_configs: [{job_name: mall, scrape_interval: 15s%s}]".formatted(more),
            Path.of(""),
            Map.of())
        .jobs()
        .getFirst();
  }

  private static Target target(ScrapeConfig config) {
    return Target.of(config, Target.discovered(config, GROUP, GROUP.targets().getFirst()))
        .orElseThrow();
  }

  @Test
  void anAddressBecomesATargetWithJobAndInstance() {
    Target target = target(config(""));

    assertThat(target.labels())
        .isEqualTo(Labels.of("job", "mall", "instance", "mall:8080", "env", "prod"));
    assertThat(target.url()).hasToString("http://mall:8080/metrics");
    assertThat(target.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(target.discovered().get("__meta_zone")).isEqualTo("z1");
  }

  @Test
  void relabellingMayChangeEverythingAboutATarget() {
    Target target =
        target(
            config(
                ", params: {a: ['1 2', '3']}, relabel_configs: ["
                    + "{target_label: __scheme__, replacement: https},"
                    + "{target_label: __metrics_path__, replacement: /m?x=1},"
                    + "{target_label: __param_a, replacement: '&'},"
                    + "{target_label: __scrape_interval__, replacement: 1m},"
                    + "{target_label: instance, replacement: one},"
                    + "{source_labels: [__meta_zone], target_label: zone}]"));

    assertThat(target.url()).hasToString("https://mall:8080/m%3Fx=1?a=%26&a=3");
    assertThat(target.interval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(target.labels())
        .isEqualTo(Labels.of("job", "mall", "instance", "one", "env", "prod", "zone", "z1"));
  }

  @Test
  void aTargetWithoutAnAddressIsRefused() {
    ScrapeConfig config =
        config(", relabel_configs: [{target_label: __address__, replacement: ''}]");

    assertThatThrownBy(() -> target(config)).hasMessageContaining("no address");
  }

  @Test
  void labelsOfThePageGiveWayOrWin() {
    Labels page = Labels.of("__name__", "a", "job", "theirs", "exported_job", "x");
    Labels target = Labels.of("job", "mall", "instance", "i");

    assertThat(LabelJoin.join(page, target, false))
        .isEqualTo(
            Labels.of(
                "__name__",
                "a",
                "job",
                "mall",
                "instance",
                "i",
                "exported_job",
                "x",
                "exported_exported_job",
                "theirs"));
    assertThat(LabelJoin.join(page, target, true)).isEqualTo(page.with("instance", "i"));
  }

  @Test
  void labelsOfTheTargetItselfWinOverThoseOfItsGroupAndBothOverTheJobs() {
    TargetGroup group =
        new TargetGroup(
            List.of(Labels.of("__address__", "a:1", "env", "own")),
            Labels.of("env", "group", "job", "theirs", "__metrics_path__", "/m"),
            "x");
    ScrapeConfig config = config("");

    Labels discovered = Target.discovered(config, group, group.targets().getFirst());

    assertThat(discovered.get("env")).isEqualTo("own");
    assertThat(discovered.get("job")).isEqualTo("theirs");
    assertThat(discovered.get("__metrics_path__")).isEqualTo("/m");
    assertThat(discovered.get("__scrape_interval__")).isEqualTo("15s");
    assertThat(discovered.get("__scrape_timeout__")).isEqualTo("10s");
  }

  @Test
  void intervalsAndHistogramsMustMakeSense() {
    for (String step :
        List.of(
            "{target_label: __scrape_interval__, replacement: 5s}",
            "{target_label: __scrape_interval__, replacement: 0s}",
            "{target_label: __scrape_timeout__, replacement: soon}",
            "{target_label: __scrape_native_histograms__, replacement: maybe}")) {
      ScrapeConfig config = config(", relabel_configs: [" + step + "]");
      assertThatThrownBy(() -> target(config)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(
            target(
                    config(
                        ", relabel_configs: [{target_label: __scrape_native_histograms__,"
                            + " replacement: 'true'}]"))
                .histograms()
                .scrapeNative())
        .isTrue();
  }

  @Test
  void conflictsAreResolvedFromTheShortestNameOn() {
    Labels page = Labels.of("exported_job", "b", "job", "a");
    Labels target = Labels.of("job", "mall", "exported_job", "t");

    assertThat(LabelJoin.join(page, target, false))
        .isEqualTo(
            Labels.of(
                "job",
                "mall",
                "exported_job",
                "t",
                "exported_exported_job",
                "a",
                "exported_exported_exported_job",
                "b"));
  }

  @Test
  void bucketFactorsChooseTheSchemaAsPrometheusDoes() {
    double[] factors = {65536, 256, 16, 4, 2, 1.4, 1.1, 1.09, 1.04, 1.02, 1.01, 1.005, 1.002, 0};
    int[] schemas = {-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8};
    for (int i = 0; i < factors.length; i++) {
      assertThat(new HistogramRules(true, false, false, 0, factors[i]).maxSchema())
          .isEqualTo(schemas[i]);
    }
  }
}
