package io.mallwatch.alerts.inhibit;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;

/// A firing alert that passes `source` holds back those that pass `target` and have the same values
/// of the labels `equal`; a missing label equals an empty one.
public record InhibitRule(List<Matcher> source, List<Matcher> target, List<String> equal) {

  public InhibitRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  boolean isSource(Labels labels) {
    return source.stream().allMatch(matcher -> matcher.matches(labels));
  }

  boolean isTarget(Labels labels) {
    return target.stream().allMatch(matcher -> matcher.matches(labels));
  }

  /// The values of the labels that must be the same on both sides.
  List<String> key(Labels labels) {
    return equal.stream().map(labels::get).toList();
  }
}
