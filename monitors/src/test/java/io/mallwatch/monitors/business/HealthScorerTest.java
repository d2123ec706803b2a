package io.mallwatch.monitors.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mallwatch.monitors.business.HealthScore.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthScorerTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  private static final List<Indicator> TWO_EACH =
      List.of(
          indicator("growth", Indicator.Part.USER_GROWTH, false),
          indicator("pay", Indicator.Part.TRANSACTION_HEALTH, true),
          indicator("orders", Indicator.Part.TRANSACTION_HEALTH, false),
          indicator("latency", Indicator.Part.SYSTEM_PERFORMANCE, false),
          indicator("apdex", Indicator.Part.USER_SATISFACTION, false));

  private static Indicator indicator(String id, Indicator.Part part, boolean gate) {
    return new Indicator(id, part, 1, id, "ratio", 0, 1, gate, "zh", "en");
  }

  private static HealthScore score(Map<String, Double> values) {
    FakeMetrics metrics = new FakeMetrics((query, _) -> values.getOrDefault(query, Double.NaN));
    return new HealthScorer(metrics, "", TWO_EACH).score(NOW);
  }

  @Test
  void theWholeIsTheWeightedSumOfTheParts() {
    HealthScore score =
        score(Map.of("growth", 0.5, "pay", 1.0, "orders", 0.5, "latency", 1.0, "apdex", 1.0));

    assertThat(score.overall()).isCloseTo(0.2 * 0.5 + 0.3 * 0.75 + 0.3 + 0.2, within(1e-9));
    assertThat(score.level()).isEqualTo(Level.GOOD);
    assertThat(score.confidence()).isCloseTo(1, within(1e-9));
    assertThat(score.parts().stream().mapToDouble(HealthScore.PartScore::contribution).sum())
        .isCloseTo(score.overall(), within(1e-9));
  }

  @Test
  void missingDataLowersTheConfidenceAndNotTheScore() {
    HealthScore score = score(Map.of("pay", 1.0, "latency", 1.0));

    assertThat(score.overall()).isCloseTo(1, within(1e-9));
    assertThat(score.confidence()).isCloseTo(0.3 / 2 + 0.3, within(1e-9));
  }

  @Test
  void nothingMeasuredIsUnknownAndNeverCritical() {
    HealthScore score = score(Map.of());

    assertThat(score.overall()).isNull();
    assertThat(score.level()).isEqualTo(Level.UNKNOWN);
  }

  @Test
  void aFailedGateCapsTheWhole() {
    HealthScore score =
        score(Map.of("growth", 1.0, "pay", 0.0, "orders", 1.0, "latency", 1.0, "apdex", 1.0));

    assertThat(score.overall()).isEqualTo(HealthScorer.CAP);
    assertThat(score.level()).isEqualTo(Level.CRITICAL);
    assertThat(score.cappedBy()).isEqualTo("transactionHealth.pay");
  }

  @Test
  void theGreatestGainIsRecommendedFirst() {
    HealthScore score =
        score(Map.of("growth", 0.9, "pay", 1.0, "orders", 0.2, "latency", 0.5, "apdex", 1.0));

    assertThat(score.recommendations())
        .extracting(recommendation -> recommendation.indicator().indicator().id())
        .containsExactly("latency", "orders", "growth");
    assertThat(score.recommendations().getFirst().gain()).isCloseTo(0.15, within(1e-9));
  }

  @Test
  void levelsHaveThePapersBounds() {
    assertThat(
            List.of(Level.of(0.9), Level.of(0.89), Level.of(0.75), Level.of(0.6), Level.of(0.59)))
        .containsExactly(Level.EXCELLENT, Level.GOOD, Level.GOOD, Level.WARNING, Level.CRITICAL);
  }

  @Test
  void lessCanBeBetter() {
    Indicator latency =
        new Indicator(
            "l", Indicator.Part.SYSTEM_PERFORMANCE, 1, "q", "seconds", 2, 0.5, false, "", "");

    assertThat(latency.score(0.2)).isEqualTo(1);
    assertThat(latency.score(1.25)).isEqualTo(0.5);
    assertThat(latency.score(9)).isZero();
  }

  @Test
  void theSelectorGoesIntoEveryQuery() {
    FakeMetrics metrics = new FakeMetrics((_, _) -> 1.0);
    HealthScore score = new HealthScorer(metrics, "env=\"prod\"", Indicator.DEFAULT).score(NOW);

    assertThat(score.parts())
        .flatExtracting(HealthScore.PartScore::indicators)
        .extracting(HealthScore.IndicatorScore::query)
        .noneMatch(query -> query.toString().contains("$sel"))
        .anyMatch(query -> query.toString().contains("{env=\"prod\",status=~\"5..\"}"));
  }
}
