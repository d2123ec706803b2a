package io.mallwatch.alerts.rule;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.QueryResult.VectorSample;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// When the alerts of a rule became active before a restart, read from `ALERTS_FOR_STATE`. An alert
/// that resolved has a stale marker there and is not found.
final class RestoredStates {

  /// Nothing to restore.
  static final RestoredStates NONE = new RestoredStates(Map.of());

  private final Map<Labels, State> states;

  /// @param lastSeen when the series had its last sample: when the outage began
  private record State(Instant activeAt, Instant lastSeen) {}

  private RestoredStates(Map<Labels, State> states) {
    this.states = new HashMap<>(states);
  }

  /// What was left by the process before.
  static RestoredStates read(
      MetricQueries queries, String alert, Instant at, Duration tolerance, Deadline deadline) {
    String selector = "ALERTS_FOR_STATE{alertname=" + quoted(alert) + "}";
    QueryOptions options = new QueryOptions(deadline, tolerance, 0, QueryOptions.Priority.RULE);
    Map<Labels, Instant> seen = new HashMap<>();
    values(queries.instant("timestamp(" + selector + ")", at, options))
        .forEach((labels, value) -> seen.put(labels, instant(value)));
    Map<Labels, State> states = new HashMap<>();
    values(queries.instant(selector, at, options))
        .forEach((labels, value) -> {
          Instant lastSeen = seen.get(labels);
          if (lastSeen != null && value > 0) {
            states.put(labels, new State(instant(value), lastSeen));
          }
        });
    return new RestoredStates(states);
  }

  private static Map<Labels, Double> values(QueryResult result) {
    Map<Labels, Double> values = new HashMap<>();
    if (result.value() instanceof QueryResult.Vector vector) {
      for (VectorSample sample : vector.samples()) {
        values.put(sample.labels().without(Labels.METRIC_NAME), sample.value());
      }
    }
    return values;
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  /// Since when the alert is active that is seen at `at`: one that fired before the outage fires at
  /// once; one that was pending goes on counting where it was, without the outage.
  Instant activeAt(Labels labels, Instant at, Duration hold) {
    State state = states.remove(labels);
    if (state == null || state.activeAt.isAfter(at)) {
      return at;
    }
    boolean fired = !state.activeAt.plus(hold).isAfter(state.lastSeen);
    return fired ? state.activeAt : state.activeAt.plus(Duration.between(state.lastSeen, at));
  }

  boolean isEmpty() {
    return states.isEmpty();
  }
}
