package io.mallwatch.server.config;

import io.mallwatch.monitors.system.ProbeTarget;
import java.time.Duration;
import java.util.List;

/// Keys `monitors.host.*`, `monitors.probes.*` and `security.*`.
///
/// @param host whether the host that we run on is measured
public record WatchConfig(boolean host, Probes probes, Security security) {

  /// Keys `monitors.probes.*`.
  ///
  /// @param timeout for one target
  public record Probes(List<ProbeTarget> targets, Duration interval, Duration timeout) {

    public Probes {
      targets = List.copyOf(targets);
    }
  }

  /// Keys `security.*`.
  ///
  /// @param allow addresses, networks and users that nothing is found about
  /// @param disabled ids of detections that are off
  /// @param sigma patterns of rule files
  public record Security(
      boolean enabled, List<String> allow, List<String> disabled, List<String> sigma) {

    public Security {
      allow = List.copyOf(allow);
      disabled = List.copyOf(disabled);
      sigma = List.copyOf(sigma);
    }
  }
}
