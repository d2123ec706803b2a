package io.mallwatch.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.ingest.Exposition;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final TargetGroup GROUP =
      new TargetGroup(List.of("mall:8080"), Labels.of("env", "prod", "__meta_zone", "z1"), "x");

  private static ScrapeConfig config(String more) {
    return ScrapeConfigYaml.parse(
            "scrape_configs: [{job_name: mall, scrape_interval: 15s%s}]".formatted(more))
        .getFirst();
  }

  private static Target target(ScrapeConfig config) {
    return Target.of(config, Target.discovered(config, GROUP, "mall:8080")).orElseThrow();
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

    assertThat(target.url()).hasToString("https://mall:8080/m?x=1&a=%26&a=3");
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

    assertThat(PageShaper.join(page, target, false))
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
    assertThat(PageShaper.join(page, target, true)).isEqualTo(page.with("instance", "i"));
  }

  @Test
  void timestampsOfThePageAreTakenUnlessConfiguredOtherwise() {
    Exposition page =
        new Exposition(
            List.of(
                new Exposition.Line(Labels.of("__name__", "a"), 1, OptionalLong.of(5), null),
                new Exposition.Line(Labels.of("__name__", "b"), 2, OptionalLong.empty(), null)),
            List.of());

    PageShaper honored = PageShaper.shape(page, target(config("")), 100);
    assertThat(honored.series()).extracting(s -> s.timestampsMillis()[0]).containsExactly(5L, 100L);
    assertThat(honored.live()).hasSize(1);

    PageShaper ignored = PageShaper.shape(page, target(config(", honor_timestamps: false")), 100);
    assertThat(ignored.series())
        .extracting(s -> s.timestampsMillis()[0])
        .containsExactly(100L, 100L);
    assertThat(ignored.live()).hasSize(2);
  }

  @Test
  void droppedSamplesDoNotCountAgainstTheLimit() {
    Exposition page =
        new Exposition(
            List.of(
                new Exposition.Line(Labels.of("__name__", "a"), 1, OptionalLong.empty(), null),
                new Exposition.Line(Labels.of("__name__", "b"), 2, OptionalLong.empty(), null)),
            List.of());
    String drop =
        ", sample_limit: 1, metric_relabel_configs: ["
            + "{source_labels: [__name__], regex: a, action: drop}]";

    assertThat(PageShaper.shape(page, target(config(drop)), 1).series()).hasSize(1);
    assertThatThrownBy(() -> PageShaper.shape(page, target(config(", sample_limit: 1")), 1))
        .isInstanceOf(ScrapeFailedException.class);
  }
}
