package io.mallwatch.alerts;

import io.mallwatch.model.Alert;
import java.util.List;

/// Told when a group of alerts changes, after inhibition, silences and grouping, once for each
/// flush that has something new to say; incidents are opened from it. Called on a notification
/// thread: be quick. When it throws, it is told again at the group's next flush.
public interface AlertGroupListener {

  /// The group as it is now.
  ///
  /// @param groupKey Alertmanager's, stable for route and group labels
  /// @param receiver of the group
  /// @param alerts of the group: those that fire and are not held back, and those that have ended
  ///   since the last flush, held back or not
  void groupChanged(String groupKey, String receiver, List<Alert> alerts);
}
