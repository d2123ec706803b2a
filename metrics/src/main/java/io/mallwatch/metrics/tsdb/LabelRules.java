package io.mallwatch.metrics.tsdb;

import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.util.Optional;

/// Which labels a new series may have.
record LabelRules(int maxLabels, int maxNameLength, int maxValueLength) {

  /// What is wrong with `labels`, for the sender; empty when nothing is.
  Optional<String> problem(Labels labels) {
    if (labels.metricName().isEmpty()) {
      return Optional.of("the series %s has no metric name".formatted(labels));
    }
    if (labels.size() > maxLabels) {
      return Optional.of(
          "the series %s has %d labels, more than %d"
              .formatted(cut(labels.toString()), labels.size(), maxLabels));
    }
    for (Label label : labels) {
      if (label.name().length() > maxNameLength) {
        return Optional.of(
            "label name %s is longer than %d".formatted(cut(label.name()), maxNameLength));
      }
      if (label.value().length() > maxValueLength) {
        return Optional.of(
            "the value of label %s is longer than %d".formatted(label.name(), maxValueLength));
      }
      if (!isUnicode(label.name()) || !isUnicode(label.value())) {
        return Optional.of("label %s is not valid Unicode".formatted(cut(label.name())));
      }
    }
    return Optional.empty();
  }

  /// Whether no half of a pair stands alone.
  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int point = text.codePointAt(i);
        if (point <= Character.MAX_SURROGATE) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String cut(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }
}
