package io.mallwatch.alerts.route;

import io.mallwatch.model.Labels;
import java.util.List;

/// A group as the dispatcher holds it, for Alertmanager's API.
public record GroupView(String key, Labels labels, String receiver, List<HeldAlert> alerts) {

  public GroupView {
    alerts = List.copyOf(alerts);
  }
}
