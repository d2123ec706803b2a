package io.mallwatch.metrics.scrape.discovery;

import java.util.List;

/// Something that can be asked for targets again and again, by one thread.
interface TargetSource {

  /// @param groups all there are
  /// @param errors what went wrong with some of them; these groups are as they were
  record Found(List<TargetGroup> groups, List<String> errors) {}

  /// @throws DiscoveryFailedException when nothing was learnt
  Found find() throws InterruptedException;
}
