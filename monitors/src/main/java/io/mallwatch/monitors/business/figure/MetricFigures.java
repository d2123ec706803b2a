package io.mallwatch.monitors.business.figure;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.monitors.business.Questions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Figures from the mall's metrics, as of any moment that is still kept. Thread-safe.
public final class MetricFigures {

  private final Questions questions;

  /// @param selector PromQL matchers to limit the figures to, or empty
  public MetricFigures(MetricQueries metrics, String selector) {
    this.questions = new Questions(metrics, selector);
  }

  /// All figures that metrics know something of, as of `at`.
  public Map<String, Reading> measure(List<Figure> figures, Instant at) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (Figure figure : figures) {
      String promql = figure.promql();
      if (promql != null) {
        readings.put(figure.id(), measure(promql, at));
      }
    }
    return readings;
  }

  private Reading measure(String promql, Instant at) {
    String shown = questions.text(promql);
    try {
      OptionalDouble one = questions.number(promql, at);
      if (one.isPresent() && !promql.contains("\"label\"")) {
        return Reading.of(at, one.getAsDouble(), shown);
      }
      Map<String, Double> parts = questions.numbersBy("label", promql, at);
      parts.remove("");
      return parts.isEmpty()
          ? Reading.missing(at, "no such series, or nothing to divide by", shown)
          : Reading.ofParts(at, parts, shown);
    } catch (BadQueryException e) {
      String reason = e.getMessage();
      return Reading.missing(at, reason == null ? e.toString() : reason, shown);
    }
  }

  /// What was recorded from the database for `figure` at `at`.
  Reading recorded(Figure figure, Instant at) {
    StringBuilder labels = new StringBuilder("source=\"database\"");
    figure
        .labels()
        .forEach((name, value) ->
            labels.append(',').append(name).append("=\"").append(value).append('"'));
    String query = "last_over_time(%s{%s}[5m])".formatted(figure.series(), labels);
    OptionalDouble one = questions.number(query, at);
    if (one.isPresent()) {
      return Reading.of(at, one.getAsDouble(), query);
    }
    Map<String, Double> parts = questions.numbersBy("feature", query, at);
    parts.remove("");
    return parts.isEmpty()
        ? Reading.missing(at, "nothing was recorded from the database then", query)
        : Reading.ofParts(at, parts, query);
  }
}
