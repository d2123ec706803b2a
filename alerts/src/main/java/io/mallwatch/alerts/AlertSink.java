package io.mallwatch.alerts;

import io.mallwatch.model.Alert;
import java.util.List;

/// Where alerts go. Engines: embedded (`alerts.route` and `alerts.notify`), an Alertmanager
/// (`alerts.alertmanager`). Thread-safe.
public interface AlertSink {

  /// Takes alerts that fire or have ended. Sending the same alert again is harmless and keeps it
  /// alive until its `endsAt`. Does not wait for notifications.
  ///
  /// @throws io.mallwatch.model.StoreOverloadedException when too many alerts are held
  void accept(List<Alert> alerts);
}
