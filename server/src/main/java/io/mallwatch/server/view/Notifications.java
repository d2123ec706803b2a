package io.mallwatch.server.view;

import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import io.mallwatch.doors.api.alert.NotificationsView;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The ledger of notifications for the console.
public final class Notifications implements NotificationsView {

  private final NotificationLedger ledger;
  private final Incidents incidents;

  public Notifications(NotificationLedger ledger, Incidents incidents) {
    this.ledger = ledger;
    this.incidents = incidents;
  }

  @Override
  public List<Row> find(String fingerprint, String incident, int limit) {
    List<String> groups = List.of();
    if (!incident.isEmpty()) {
      OptionalInt number = IncidentDesk.number(incident);
      if (number.isEmpty()) {
        return List.of();
      }
      List<String> keys = new ArrayList<>(List.of(Incidents.groupKeyOf(number.getAsInt())));
      incidents
          .find(number.getAsInt())
          .map(Incident::groupKey)
          .filter(key -> !key.isEmpty())
          .ifPresent(keys::add);
      groups = keys;
    }
    return ledger.find(new NotificationLedger.Query(fingerprint, groups, limit)).stream()
        .map(Notifications::row)
        .toList();
  }

  private static Row row(LedgerEntry entry) {
    return new Row(
        entry.id(),
        entry.at(),
        entry.channel(),
        entry.receiver(),
        entry.target(),
        entry.state().text(),
        entry.attempts(),
        entry.error(),
        entry.receipt(),
        entry.groupKey(),
        entry.alertNames(),
        entry.status(),
        entry.title());
  }
}
