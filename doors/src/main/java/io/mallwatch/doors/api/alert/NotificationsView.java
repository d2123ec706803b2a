package io.mallwatch.doors.api.alert;

import java.time.Instant;
import java.util.List;

/// What was told to whom.
@FunctionalInterface
public interface NotificationsView {

  /// Newest first.
  ///
  /// @param fingerprint of an alert; empty for any
  /// @param incident id; empty for any
  List<Row> find(String fingerprint, String incident, int limit);

  /// @param state `queued`, `sent`, `delivered`, `failed`, `unknown` or `suppressed`
  /// @param error empty without one
  /// @param receipt what the other side calls it; may be empty
  /// @param status `firing` or `resolved`
  record Row(
      long id,
      Instant at,
      String channel,
      String receiver,
      String target,
      String state,
      int attempts,
      String error,
      String receipt,
      String groupKey,
      List<String> alertNames,
      String status,
      String title) {
    public Row {
      alertNames = List.copyOf(alertNames);
    }
  }
}
