package io.mallwatch.alerts.config;

import io.mallwatch.alerts.inhibit.InhibitRule;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.route.TimeInterval;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an `alertmanager.yml` says.
///
/// @param shown the file's text with every secret replaced; still a valid file
/// @param resolveTimeout after which an alert without an end has ended
/// @param intervals times by name
/// @param templates file names, may hold `*`, relative to the file
public record AlertmanagerConfig(
    String shown,
    Duration resolveTimeout,
    Route root,
    List<InhibitRule> inhibitRules,
    Map<String, List<TimeInterval>> intervals,
    List<ReceiverConfig> receivers,
    List<String> templates) {

  public AlertmanagerConfig {
    inhibitRules = List.copyOf(inhibitRules);
    intervals = Map.copyOf(intervals);
    receivers = List.copyOf(receivers);
    templates = List.copyOf(templates);
  }

  /// The same with other channels.
  AlertmanagerConfig withReceivers(List<ReceiverConfig> others) {
    return new AlertmanagerConfig(
        shown, resolveTimeout, root, inhibitRules, intervals, others, templates);
  }

  /// A receiver's channels as configured.
  public record ReceiverConfig(String name, List<ChannelConfig> channels) {

    public ReceiverConfig {
      channels = List.copyOf(channels);
    }
  }
}
