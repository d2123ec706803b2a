package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The metrics of a catalogue such as `deploy/metrics.yaml`: a list `metrics` of `name`, `type` and
/// `labels`, where a name that ends with `*` stands for all that begin so. Immutable.
public final class CatalogueMetrics implements KnownMetrics {

  /// Labels that scrapes, relabelling and constant tags give to any series.
  private static final Set<String> EVERYWHERE =
      Set.of("__name__", "job", "instance", "application", "env", "service", "cluster");

  private static final List<String> PARTS = List.of("_bucket", "_sum", "_count");

  private record Metric(Type type, Set<String> labels) {}

  private final Map<String, Metric> metrics = new HashMap<>();
  private final List<String> families = new ArrayList<>();
  private final boolean complete;

  private CatalogueMetrics(boolean complete) {
    this.complete = complete;
  }

  /// Reads a catalogue.
  ///
  /// @param complete whether what it does not name is emitted by nobody
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when it is no catalogue
  public static CatalogueMetrics parse(String file, String text, boolean complete) {
    Problems problems = new Problems(file);
    CatalogueMetrics catalogue = new CatalogueMetrics(complete);
    YamlValue.parse(text, problems)
        .flatMap(YamlValue::asMap)
        .ifPresent(
            root -> root.list("metrics").forEach(item -> item.asMap().ifPresent(catalogue::add)));
    problems.throwIfAny();
    return catalogue;
  }

  private void add(YamlMap item) {
    String name = item.requiredText("name");
    if (name.endsWith("*")) {
      families.add(name.substring(0, name.length() - 1));
      return;
    }
    String type = item.text("type", "");
    Set<String> labels = new TreeSet<>(item.texts("labels"));
    labels.addAll(EVERYWHERE);
    switch (type) {
      case "counter" -> metrics.put(name, new Metric(Type.COUNTER, labels));
      case "gauge" -> metrics.put(name, new Metric(Type.GAUGE, labels));
      case "histogram", "summary" -> {
        metrics.put(name, new Metric(Type.HISTOGRAM, plus(labels, "quantile")));
        PARTS.forEach(
            part -> metrics.put(name + part, new Metric(Type.COUNTER, plus(labels, "le"))));
      }
      default -> metrics.put(name, new Metric(Type.UNKNOWN, labels));
    }
  }

  private static Set<String> plus(Set<String> labels, String label) {
    Set<String> more = new TreeSet<>(labels);
    more.add(label);
    return more;
  }

  @Override
  public boolean isComplete() {
    return complete;
  }

  @Override
  public Set<String> names() {
    return metrics.keySet();
  }

  @Override
  public boolean has(String metric) {
    return metrics.containsKey(metric) || families.stream().anyMatch(metric::startsWith);
  }

  @Override
  public Optional<Set<String>> labels(String metric) {
    @Nullable Metric known = metrics.get(metric);
    return known == null ? Optional.empty() : Optional.of(known.labels);
  }

  @Override
  public List<String> values(String metric, String label) {
    return List.of();
  }

  @Override
  public Type type(String metric) {
    @Nullable Metric known = metrics.get(metric);
    return known == null ? Type.UNKNOWN : known.type;
  }
}
