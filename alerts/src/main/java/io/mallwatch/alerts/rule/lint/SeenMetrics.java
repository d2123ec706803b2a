package io.mallwatch.alerts.rule.lint;

import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The metrics that a store holds. Asks once for each and remembers; used by one thread, for one
/// lint.
///
/// Values of labels are not held against rules: what has not happened yet may happen.
public final class SeenMetrics implements KnownMetrics {

  /// Series of a metric.
  @FunctionalInterface
  public interface Series {

    /// Some of them; none when there are too many or the question fails.
    List<Labels> of(String metric);
  }

  private final Supplier<Set<String>> asked;
  private final Series series;
  private final Map<String, Set<String>> labels = new HashMap<>();
  private @Nullable Set<String> names;

  /// @param names of all metrics; asked when first needed
  public SeenMetrics(Supplier<Set<String>> names, Series series) {
    this.asked = names;
    this.series = series;
  }

  @Override
  public boolean isComplete() {
    return !names().isEmpty();
  }

  @Override
  public Set<String> names() {
    Set<String> known = names;
    if (known == null) {
      known = Set.copyOf(asked.get());
      names = known;
    }
    return known;
  }

  @Override
  public Optional<Set<String>> labels(String metric) {
    Set<String> found = labels.computeIfAbsent(metric, this::read);
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private Set<String> read(String metric) {
    Set<String> found = new TreeSet<>();
    for (Labels one : series.of(metric)) {
      for (Label label : one) {
        found.add(label.name());
      }
    }
    return found;
  }

  @Override
  public List<String> values(String metric, String label) {
    return List.of();
  }

  @Override
  public Type type(String metric) {
    return Type.UNKNOWN;
  }
}
