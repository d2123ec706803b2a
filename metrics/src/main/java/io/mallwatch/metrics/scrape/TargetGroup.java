package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Labels;
import java.util.List;

/// Addresses that share labels.
///
/// @param targets `host` or `host:port`
/// @param source where they come from, such as a file
public record TargetGroup(List<String> targets, Labels labels, String source) {

  public TargetGroup {
    targets = List.copyOf(targets);
  }
}
