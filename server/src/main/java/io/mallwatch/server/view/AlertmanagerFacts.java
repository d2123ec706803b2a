package io.mallwatch.server.view;

import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.doors.alertmanager.AlertmanagerPorts;
import java.time.Instant;

/// Facts about routing for the Alertmanager door.
public final class AlertmanagerFacts implements AlertmanagerPorts.Status {

  /// The Alertmanager whose behaviour clients may expect.
  private static final String BEHAVES_LIKE = "0.25.0";

  private final EmbeddedAlerts routes;
  private final Instant started;

  public AlertmanagerFacts(EmbeddedAlerts routes, Instant started) {
    this.routes = routes;
    this.started = started;
  }

  @Override
  public String configYaml() {
    return routes.config().shown();
  }

  @Override
  public Instant startedAt() {
    return started;
  }

  @Override
  public String version() {
    return BEHAVES_LIKE;
  }
}
