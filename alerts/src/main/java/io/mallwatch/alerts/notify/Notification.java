package io.mallwatch.alerts.notify;

import io.mallwatch.model.Alert;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a channel is to tell: a group of alerts as of `now`.
///
/// @param groupKey Alertmanager's
/// @param receiver name
/// @param groupLabels what its alerts have in common by the route's `group_by`
/// @param alerts firing and resolved, in the order in which they are told
/// @param externalUrl where people reach the console; may be empty
/// @param incidentUrl where the incident of the group is acknowledged; may be empty
public record Notification(
    String groupKey,
    String receiver,
    Labels groupLabels,
    List<Alert> alerts,
    Instant now,
    String externalUrl,
    String incidentUrl) {

  public Notification {
    alerts = List.copyOf(alerts);
  }

  /// The same with other alerts.
  public Notification with(List<Alert> others) {
    return new Notification(groupKey, receiver, groupLabels, others, now, externalUrl, incidentUrl);
  }

  /// One notification for several groups that are told together: the first's receiver and key, all
  /// alerts.
  static Notification digest(List<Notification> groups) {
    Notification first = groups.getFirst();
    if (groups.size() == 1) {
      return first;
    }
    List<Alert> all = groups.stream().flatMap(group -> group.alerts.stream()).distinct().toList();
    return new Notification(
        first.groupKey, first.receiver, Labels.EMPTY, all, first.now, first.externalUrl, "");
  }

  public List<Alert> firing() {
    return alerts.stream().filter(alert -> !alert.isResolved(now)).toList();
  }

  public List<Alert> resolved() {
    return alerts.stream().filter(alert -> alert.isResolved(now)).toList();
  }

  /// `firing` while any alert does, else `resolved`.
  public String status() {
    return firing().isEmpty() ? "resolved" : "firing";
  }

  /// Labels that all alerts share.
  public Map<String, String> commonLabels() {
    return common(alerts.stream().map(alert -> alert.labels().toMap()).toList());
  }

  /// Annotations that all alerts share.
  public Map<String, String> commonAnnotations() {
    return common(alerts.stream().map(Alert::annotations).toList());
  }

  private static Map<String, String> common(List<Map<String, String>> maps) {
    Map<String, String> shared = new TreeMap<>(maps.isEmpty() ? Map.of() : maps.getFirst());
    for (Map<String, String> map : maps) {
      shared.entrySet().removeIf(entry -> !entry.getValue().equals(map.get(entry.getKey())));
    }
    return shared;
  }

  /// Names of its alerts, each once.
  public List<String> alertNames() {
    return alerts.stream().map(Alert::name).distinct().toList();
  }

  /// Group labels as text, such as `TransactionSuccessRateLow mall`.
  String groupText() {
    StringBuilder out = new StringBuilder();
    for (Label label : groupLabels) {
      out.append(out.isEmpty() ? "" : " ").append(label.value());
    }
    return out.toString();
  }
}
