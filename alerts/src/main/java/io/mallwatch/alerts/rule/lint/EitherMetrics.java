package io.mallwatch.alerts.rule.lint;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Two sources of knowledge as one; the first is asked first.
record EitherMetrics(KnownMetrics first, KnownMetrics second) implements KnownMetrics {

  @Override
  public boolean isComplete() {
    return first.isComplete() || second.isComplete();
  }

  @Override
  public Set<String> names() {
    Set<String> names = new HashSet<>(first.names());
    names.addAll(second.names());
    return names;
  }

  @Override
  public boolean has(String metric) {
    return first.has(metric) || (!first.isComplete() && second.has(metric));
  }

  @Override
  public Optional<Set<String>> labels(String metric) {
    return first.labels(metric).or(() -> second.labels(metric));
  }

  @Override
  public List<String> values(String metric, String label) {
    List<String> values = first.values(metric, label);
    return values.isEmpty() ? second.values(metric, label) : values;
  }

  @Override
  public Type type(String metric) {
    Type type = first.type(metric);
    return type == Type.UNKNOWN ? second.type(metric) : type;
  }
}
