package io.mallwatch.doors.api;

import io.mallwatch.doors.api.incident.IncidentsView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mall at a glance.
@FunctionalInterface
public interface OverviewView {

  /// The overview as of `at`, or as of now when it is null.
  Overview overview(@Nullable Instant at);

  record Overview(
      Instant asOf,
      boolean demo,
      Score score,
      List<Figure> figures,
      Orders orders,
      List<LevelCount> levels,
      Upgrades upgrades,
      PointsFlow points,
      List<Freshness> freshness,
      List<IncidentsView.Summary> incidents) {}

  /// @param overall 0 to 1; null when nothing is known
  /// @param level `excellent`, `good`, `warning`, `critical` or `unknown`
  /// @param confidence 0 to 1, lower when data is missing
  /// @param cappedBy the indicator that holds the score down; null for none
  record Score(
      @Nullable Double overall,
      String level,
      double confidence,
      @Nullable String cappedBy,
      List<Part> parts,
      List<Recommendation> recommendations) {}

  /// @param id `userGrowth`, `transactionHealth`, `systemPerformance` or `userSatisfaction`
  record Part(
      String id,
      double weight,
      @Nullable Double score,
      double contribution,
      List<Indicator> indicators) {}

  /// @param unit `ratio`, `seconds` or `count`
  /// @param bad value that scores 0
  /// @param good value that scores 1
  record Indicator(
      String id,
      @Nullable Double value,
      String unit,
      double bad,
      double good,
      @Nullable Double score,
      String query) {}

  /// @param gain what the overall score would rise by
  record Recommendation(String id, double gain, IncidentsView.Bilingual text, String link) {}

  /// @param id `gmv`, `orders`, `paymentSuccess` or `activeUsers`
  /// @param unit `yuan`, `count` or `ratio`
  /// @param previous the same a week before
  /// @param goodWhen `up` or `down`
  /// @param points `[epochMillis, value]`
  /// @param previousPoints the week before, moved to now
  record Figure(
      String id,
      @Nullable Double value,
      String unit,
      @Nullable Double previous,
      String goodWhen,
      String query,
      List<double[]> points,
      List<double[]> previousPoints) {}

  /// @param baseline `[epochMillis, lower, median, upper]`
  /// @param learning whether there is too little history for a baseline
  record Orders(List<double[]> points, List<double[]> baseline, boolean learning) {}

  record LevelCount(String level, long count) {}

  record Upgrades(long attempts24h, @Nullable Double successRate24h) {}

  record PointsFlow(
      @Nullable Double recharge24h,
      @Nullable Double transfer24h,
      @Nullable Double withdraw24h,
      @Nullable Double transferSuccess24h) {}

  /// @param kind `metrics`, `logs`, `traces` or `database`
  /// @param state `fresh`, `late` or `silent`
  record Freshness(
      String source,
      String kind,
      @Nullable Instant lastSeen,
      @Nullable Double ageSeconds,
      String state) {}
}
