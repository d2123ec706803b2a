package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the labels of a sample become: those of the target are joined, steps change them, limits
/// are checked.
final class LabelJoin {

  private static final String EXPORTED = "exported_";

  private LabelJoin() {}

  /// The labels under which a series of `target` is stored; none when a step drops it.
  ///
  /// @throws ScrapeFailedException when it has a name that the target must not use, or too much
  static Labels stored(Labels page, Target target) {
    Labels labels = series(page, target).orElse(Labels.EMPTY);
    NameRules names = target.config().page().names();
    for (Label label : labels) {
      boolean good =
          label.name().equals(Labels.METRIC_NAME)
              ? names.isMetricName(label.value())
              : names.isLabelName(label.name());
      if (!good) {
        throw new ScrapeFailedException("invalid metric name or label names: " + labels);
      }
    }
    return labels;
  }

  /// The labels of the series; empty when a step drops it.
  ///
  /// @throws ScrapeFailedException when a limit on labels is passed
  static Optional<Labels> series(Labels page, Target target) {
    Labels joined = join(page, target.labels(), target.config().page().honorLabels());
    Optional<Labels> kept = Relabeling.apply(target.config().metricRelabelConfigs(), joined);
    kept.ifPresent(labels -> check(labels, target.config().limits()));
    return kept.filter(labels -> !labels.metricName().isEmpty());
  }

  /// On a conflict one side keeps the name; the page's other one is kept as `exported_...`.
  static Labels join(Labels page, Labels target, boolean honorPage) {
    if (honorPage) {
      return target.with(page);
    }
    Map<String, String> joined = new TreeMap<>(page.toMap());
    List<Label> exposed = new ArrayList<>();
    for (Label label : target) {
      String theirs = joined.put(label.name(), label.value());
      if (theirs != null) {
        exposed.add(new Label(label.name(), theirs));
      }
    }
    exposed.sort(Comparator.comparingInt(label -> label.name().length()));
    for (Label label : exposed) {
      String name = EXPORTED + label.name();
      while (joined.containsKey(name)) {
        name = EXPORTED + name;
      }
      joined.put(name, label.value());
    }
    return Labels.of(joined);
  }

  private static void check(Labels labels, ScrapeLimits limits) {
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw past(
          "label_limit exceeded (metric: %.50s, number of labels: %d, limit: %d)"
              .formatted(labels.metricName(), labels.size(), limits.labels()));
    }
    for (Label label : labels) {
      if (exceeds(label.name(), limits.labelNameLength())) {
        throw past(
            "label_name_length_limit exceeded (metric: %.50s, label name: %.50s, limit: %d)"
                .formatted(labels.metricName(), label.name(), limits.labelNameLength()));
      }
      if (exceeds(label.value(), limits.labelValueLength())) {
        throw past(
            "label_value_length_limit exceeded (metric: %.50s, label name: %.50s, limit: %d)"
                .formatted(labels.metricName(), label.name(), limits.labelValueLength()));
      }
    }
  }

  private static ScrapeFailedException past(String text) {
    return new ScrapeFailedException(text, ScrapeFailedException.Limit.LABELS, null);
  }

  private static boolean exceeds(String text, int limit) {
    return limit > 0
        && (text.length() > limit || text.getBytes(StandardCharsets.UTF_8).length > limit);
  }
}
