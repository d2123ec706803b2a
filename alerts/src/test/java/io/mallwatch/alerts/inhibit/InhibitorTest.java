package io.mallwatch.alerts.inhibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.silence.MatcherSyntax;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InhibitorTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  private static Inhibitor inhibitor(String source, String target, String... equal) {
    return new Inhibitor(
        List.of(
            new InhibitRule(
                MatcherSyntax.parse(source), MatcherSyntax.parse(target), List.of(equal))));
  }

  private static Alert firing(Labels labels) {
    return new Alert(labels, Map.of(), NOW.minusSeconds(60), NOW.plusSeconds(60), "");
  }

  private static Alert ended(Labels labels) {
    return new Alert(labels, Map.of(), NOW.minusSeconds(60), NOW, "");
  }

  @Test
  void aFiringSourceHoldsBackTargetsWithEqualLabels() {
    Inhibitor inhibitor = inhibitor("alertname=NodeDown", "severity=warning", "instance");
    inhibitor.update(List.of(firing(Labels.of("alertname", "NodeDown", "instance", "a"))));

    assertThat(
            inhibitor.inhibiting(
                Labels.of("alertname", "Slow", "severity", "warning", "instance", "a"), NOW))
        .isPresent();
    assertThat(
            inhibitor.inhibiting(
                Labels.of("alertname", "Slow", "severity", "warning", "instance", "b"), NOW))
        .isEmpty();
    assertThat(
            inhibitor.inhibiting(
                Labels.of("alertname", "Slow", "severity", "high", "instance", "a"), NOW))
        .isEmpty();
  }

  @Test
  void aMissingLabelEqualsAMissingOne() {
    Inhibitor inhibitor = inhibitor("alertname=NodeDown", "severity=warning", "zone");
    inhibitor.update(List.of(firing(Labels.of("alertname", "NodeDown"))));

    assertThat(inhibitor.inhibiting(Labels.of("severity", "warning"), NOW)).isPresent();
  }

  @Test
  void aSourceThatHasEndedHoldsNothingBack() {
    Inhibitor inhibitor = inhibitor("alertname=NodeDown", "severity=warning");
    Labels source = Labels.of("alertname", "NodeDown");
    inhibitor.update(List.of(firing(source)));
    inhibitor.update(List.of(ended(source)));

    assertThat(inhibitor.inhibiting(Labels.of("severity", "warning"), NOW)).isEmpty();
    inhibitor.purge(NOW);
    assertThat(inhibitor.inhibiting(Labels.of("severity", "warning"), NOW)).isEmpty();
  }

  @Test
  void alertsOnBothSidesDoNotHoldBackEachOther() {
    Inhibitor inhibitor = inhibitor("severity=~\"critical|high\"", "severity=~\"high|warning\"");
    Labels critical = Labels.of("severity", "critical");
    Labels one = Labels.of("severity", "high", "n", "1");
    Labels other = Labels.of("severity", "high", "n", "2");
    inhibitor.update(List.of(firing(one), firing(other)));
    assertThat(inhibitor.inhibiting(one, NOW)).isEmpty();
    assertThat(inhibitor.inhibiting(Labels.of("severity", "warning"), NOW)).isPresent();

    inhibitor.update(List.of(firing(critical)));
    assertThat(inhibitor.inhibiting(one, NOW)).contains(firing(critical));
  }
}
