package io.mallwatch.alerts.rule;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// One rule of a group.
public sealed interface Rule {

  /// The alert's name, or the recorded metric's.
  String name();

  /// PromQL.
  String expression();

  /// Added to what the expression yields; those of the group are merged in.
  Map<String, String> labels();

  /// Raises an alert for each series of the expression that lasts for `hold`.
  ///
  /// @param hold how long it must last (`for`)
  /// @param keepFiring how long it goes on firing when the series has gone (`keep_firing_for`)
  /// @param labels values are templates
  /// @param annotations values are templates
  record Alerting(
      String name,
      String expression,
      Duration hold,
      Duration keepFiring,
      Map<String, String> labels,
      Map<String, String> annotations)
      implements Rule {

    public Alerting {
      labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
      annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
    }
  }

  /// Stores the answer as series `name`.
  record Recording(String name, String expression, Map<String, String> labels) implements Rule {

    public Recording {
      labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }
  }
}
