package io.mallwatch.alerts;

import io.mallwatch.model.Alert;
import java.util.List;

/// Told when a group of alerts changes, after inhibition, silences and grouping, once for each
/// flush that has something new to say; incidents are opened from it. Called on a notification
/// thread: be quick, do not throw.
public interface AlertGroupListener {

  /// The group as it is now.
  ///
  /// @param groupKey Alertmanager's, stable for route and group labels
  /// @param receiver of the group
  /// @param alerts of the group that are not held back; firing and resolved
  void groupChanged(String groupKey, String receiver, List<Alert> alerts);
}
