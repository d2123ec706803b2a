package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.promql.syntax.VectorMatching;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the series of two vectors are matched by.
final class Signatures {

  private final boolean on;
  private final Set<String> names;

  Signatures(VectorMatching matching) {
    this.on = matching.on();
    this.names = Set.copyOf(matching.labels());
  }

  /// The labels that must be equal.
  Labels of(Labels labels) {
    return on
        ? labels.filter(names::contains)
        : labels.filter(name -> !names.contains(name) && !name.equals(Labels.METRIC_NAME));
  }

  /// Series by signature, both in order of first appearance.
  Map<Labels, List<StepSeries>> group(List<StepSeries> all) {
    Map<Labels, List<StepSeries>> groups = new LinkedHashMap<>();
    for (StepSeries series : all) {
      groups.computeIfAbsent(of(series.labels()), _ -> new ArrayList<>(1)).add(series);
    }
    return groups;
  }
}
