package io.mallwatch.monitors.business;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How healthy the business was at a moment, with everything that led to it.
///
/// @param overall 0 to 1, or null when nothing could be measured
/// @param confidence share of the indicators' weight that was measured, 0 to 1
/// @param cappedBy `part.indicator` of the failed gate that holds the score down, or null
/// @param recommendations what would gain most, at most three, greatest gain first
public record HealthScore(
    Instant at,
    @Nullable Double overall,
    Level level,
    double confidence,
    @Nullable String cappedBy,
    List<PartScore> parts,
    List<Recommendation> recommendations) {

  public HealthScore {
    parts = List.copyOf(parts);
    recommendations = List.copyOf(recommendations);
  }

  /// Names of the levels (R087 to R090); unknown when nothing could be measured.
  public enum Level {
    EXCELLENT,
    GOOD,
    WARNING,
    CRITICAL,
    UNKNOWN;

    static Level of(double score) {
      if (score >= 0.9) {
        return EXCELLENT;
      }
      if (score >= 0.75) {
        return GOOD;
      }
      return score >= 0.6 ? WARNING : CRITICAL;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param score 0 to 1, or null when none of its indicators was measured
  /// @param contribution what it adds to the overall score, before a cap
  public record PartScore(
      Indicator.Part part,
      @Nullable Double score,
      double contribution,
      List<IndicatorScore> indicators) {
    public PartScore {
      indicators = List.copyOf(indicators);
    }
  }

  /// @param value measured, or null when it is missing
  /// @param score 0 to 1, or null when it is missing
  /// @param query as it was asked
  public record IndicatorScore(
      Indicator indicator, @Nullable Double value, @Nullable Double score, String query) {}

  /// @param gain what the overall score would gain if the indicator were good
  public record Recommendation(IndicatorScore indicator, double gain) {}
}
