package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.promql.syntax.Feature;
import java.util.Set;

/// What Prometheus has feature flags for.
///
/// @param delayedNameRemoval whether metric names stay until the query ends, so that `by
///   (__name__)` works on results of functions; off in Prometheus
/// @param startTimes whether the start times of samples tell counter resets; off in Prometheus
/// @param typeAndUnitLabels whether the label `__type__` tells what a counter is; off in Prometheus
/// @param features parts of the language that are allowed; none in Prometheus
public record Semantics(
    boolean delayedNameRemoval,
    boolean startTimes,
    boolean typeAndUnitLabels,
    Set<Feature> features) {

  /// The whole language; else as Prometheus by default.
  public static final Semantics DEFAULT = new Semantics(false, false, false, Feature.ALL);

  public Semantics {
    features = Set.copyOf(features);
  }
}
