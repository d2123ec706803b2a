package io.mallwatch.monitors.business;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.monitors.business.HealthScore.IndicatorScore;
import io.mallwatch.monitors.business.HealthScore.Level;
import io.mallwatch.monitors.business.HealthScore.PartScore;
import io.mallwatch.monitors.business.HealthScore.Recommendation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Computes the [HealthScore] of any moment, present or past.
///
/// Each part is the weighted mean of its measured indicators; the whole is the weighted mean of the
/// measured parts. Missing data lowers the confidence, not the score. A failed gate caps the whole
/// at [#CAP], so that averages cannot hide an outage.
public final class HealthScorer {

  /// The most that is given while a gate has failed: just below `warning`.
  public static final double CAP = 0.59;

  private static final int RECOMMENDATIONS = 3;

  private final Questions questions;
  private final List<Indicator> indicators;

  /// @param selector PromQL matchers to limit the figures to, or empty
  public HealthScorer(MetricQueries metrics, String selector, List<Indicator> indicators) {
    this.questions = new Questions(metrics, selector);
    this.indicators = List.copyOf(indicators);
  }

  public HealthScore score(Instant at) {
    List<PartScore> parts = new ArrayList<>();
    double weighed = 0;
    double weight = 0;
    double confidence = 0;
    for (Indicator.Part part : Indicator.Part.values()) {
      List<IndicatorScore> scores = measure(part, at);
      double measured = weightOf(scores, true);
      double all = weightOf(scores, false);
      confidence += all == 0 ? 0 : part.weight() * measured / all;
      Double score = measured == 0 ? null : mean(scores, measured);
      if (score != null) {
        weighed += score * part.weight();
        weight += part.weight();
      }
      parts.add(new PartScore(part, score, score == null ? 0 : score * part.weight(), scores));
    }
    if (weight == 0) {
      return new HealthScore(at, null, Level.UNKNOWN, 0, null, parts, List.of());
    }
    String failedGate = failedGate(parts);
    double overall = weighed / weight;
    if (failedGate != null) {
      overall = Math.min(overall, CAP);
    }
    return new HealthScore(
        at, overall, Level.of(overall), confidence, failedGate, parts, recommend(parts, weight));
  }

  private List<IndicatorScore> measure(Indicator.Part part, Instant at) {
    List<IndicatorScore> scores = new ArrayList<>();
    for (Indicator indicator : indicators) {
      if (indicator.part() == part) {
        OptionalDouble value = value(indicator, at);
        scores.add(
            value.isPresent()
                ? new IndicatorScore(
                    indicator,
                    value.getAsDouble(),
                    indicator.score(value.getAsDouble()),
                    questions.text(indicator.query()))
                : new IndicatorScore(indicator, null, null, questions.text(indicator.query())));
      }
    }
    return scores;
  }

  private OptionalDouble value(Indicator indicator, Instant at) {
    try {
      return questions.number(indicator.query(), at);
    } catch (BadQueryException e) {
      // e.g. the metric exists twice and the division finds no unique partner: not measurable
      return OptionalDouble.empty();
    }
  }

  private static double weightOf(List<IndicatorScore> scores, boolean measuredOnly) {
    double weight = 0;
    for (IndicatorScore score : scores) {
      if (!measuredOnly || score.score() != null) {
        weight += score.indicator().weight();
      }
    }
    return weight;
  }

  private static double mean(List<IndicatorScore> scores, double weight) {
    double sum = 0;
    for (IndicatorScore score : scores) {
      if (score.score() != null) {
        sum += score.score() * score.indicator().weight();
      }
    }
    return sum / weight;
  }

  private static @Nullable String failedGate(List<PartScore> parts) {
    for (PartScore part : parts) {
      for (IndicatorScore score : part.indicators()) {
        if (score.indicator().gate() && score.score() != null && score.score() == 0) {
          return part.part().id() + "." + score.indicator().id();
        }
      }
    }
    return null;
  }

  private static List<Recommendation> recommend(List<PartScore> parts, double partWeights) {
    List<Recommendation> all = new ArrayList<>();
    for (PartScore part : parts) {
      double measured = weightOf(part.indicators(), true);
      for (IndicatorScore score : part.indicators()) {
        if (score.score() != null && score.score() < 1) {
          double gain =
              (1 - score.score())
                  * (score.indicator().weight() / measured)
                  * (part.part().weight() / partWeights);
          if (gain >= 0.005) {
            all.add(new Recommendation(score, gain));
          }
        }
      }
    }
    all.sort(Comparator.comparingDouble(Recommendation::gain).reversed());
    return all.subList(0, Math.min(RECOMMENDATIONS, all.size()));
  }
}
