package io.mallwatch.server.view;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.route.HeldAlert;
import io.mallwatch.doors.alertmanager.AlertmanagerPorts;
import java.util.List;

/// What the dispatcher holds, for the Alertmanager door.
public final class Held implements AlertmanagerPorts.Board {

  private final EmbeddedAlerts routes;

  public Held(EmbeddedAlerts routes) {
    this.routes = routes;
  }

  @Override
  public List<AlertmanagerPorts.HeldAlert> alerts() {
    return routes.dispatcher().alerts().stream().map(Held::alert).toList();
  }

  @Override
  public List<AlertmanagerPorts.Group> groups() {
    return routes.dispatcher().groups().stream()
        .map(group ->
            new AlertmanagerPorts.Group(
                group.labels(),
                group.receiver(),
                group.alerts().stream().map(Held::alert).toList()))
        .toList();
  }

  @Override
  public List<String> receivers() {
    return routes.config().receivers().stream().map(ReceiverConfig::name).toList();
  }

  private static AlertmanagerPorts.HeldAlert alert(HeldAlert held) {
    return new AlertmanagerPorts.HeldAlert(
        held.alert(),
        held.updatedAt(),
        held.receivers(),
        true,
        held.silencedBy(),
        held.inhibitedBy(),
        List.of());
  }
}
