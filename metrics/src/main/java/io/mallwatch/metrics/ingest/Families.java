package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Type, help and unit of the families of one page, as their comment lines come. Not thread-safe.
final class Families {

  private final Map<String, MetricMetadata> byName = new LinkedHashMap<>();
  private String currentName = "";
  private String currentType = "unknown";

  void type(String name, String type) {
    MetricMetadata known = of(name);
    byName.put(name, new MetricMetadata(name, type, known.help(), known.unit()));
    currentName = name;
    currentType = type;
  }

  void help(String name, String help) {
    MetricMetadata known = of(name);
    byName.put(name, new MetricMetadata(name, known.type(), help, known.unit()));
  }

  void unit(String name, String unit) {
    MetricMetadata known = of(name);
    byName.put(name, new MetricMetadata(name, known.type(), known.help(), unit));
  }

  private MetricMetadata of(String name) {
    return byName.getOrDefault(name, new MetricMetadata(name, "unknown", "", ""));
  }

  /// Writes `le` of histograms and `quantile` of summaries in one way, as Prometheus 3 does, so
  /// that a change of client library or format makes no new series.
  Labels normalized(Labels labels) {
    return switch (currentType) {
      case "histogram", "gaugehistogram" -> normalized(labels, "le");
      case "summary" -> normalized(labels, "quantile");
      default -> labels;
    };
  }

  private Labels normalized(Labels labels, String name) {
    if (!labels.has(name) || !labels.metricName().startsWith(currentName)) {
      return labels;
    }
    try {
      String text = GoNumbers.openMetrics(GoNumbers.parse(labels.get(name)));
      return text.equals(labels.get(name)) ? labels : labels.with(name, text);
    } catch (NumberFormatException notANumber) {
      return labels;
    }
  }

  List<MetricMetadata> all() {
    return List.copyOf(byName.values());
  }
}
