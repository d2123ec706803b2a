package io.mallwatch.alerts.rule.lint;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is known of the metrics that rules may ask for.
public interface KnownMetrics {

  /// Nothing is known, so nothing can be missed.
  KnownMetrics NONE =
      new KnownMetrics() {
        @Override
        public boolean isComplete() {
          return false;
        }

        @Override
        public Set<String> names() {
          return Set.of();
        }

        @Override
        public Optional<Set<String>> labels(String metric) {
          return Optional.empty();
        }

        @Override
        public List<String> values(String metric, String label) {
          return List.of();
        }

        @Override
        public Type type(String metric) {
          return Type.UNKNOWN;
        }
      };

  /// What a metric counts or measures.
  enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    UNKNOWN
  }

  /// Whether a name that is not among [#names()] belongs to no metric.
  boolean isComplete();

  /// Names of metrics; of histograms those of the family and of its `_bucket`, `_sum`, `_count`.
  Set<String> names();

  /// Whether something emits `metric`, as far as is known.
  default boolean has(String metric) {
    return names().contains(metric);
  }

  /// The labels that series of `metric` may have; empty when not known.
  Optional<Set<String>> labels(String metric);

  /// Every value that `label` may have; empty when not known or without a bound.
  List<String> values(String metric, String label);

  Type type(String metric);

  /// What this knows and, where it knows nothing, `other`; what this knows completely is not asked
  /// of the other.
  default KnownMetrics or(KnownMetrics other) {
    return new EitherMetrics(this, other);
  }
}
