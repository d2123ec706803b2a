package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.model.Labels;
import java.util.List;

/// Targets that share labels.
///
/// @param targets each with `__address__` and perhaps more; these win over `labels`
/// @param source where they come from, such as a file
public record TargetGroup(List<Labels> targets, Labels labels, String source) {

  /// The label that holds `host` or `host:port`.
  public static final String ADDRESS = "__address__";

  public TargetGroup {
    targets = List.copyOf(targets);
  }

  /// Targets that are nothing but addresses.
  public static TargetGroup ofAddresses(List<String> addresses, Labels labels, String source) {
    return new TargetGroup(
        addresses.stream().map(address -> Labels.of(ADDRESS, address)).toList(), labels, source);
  }
}
