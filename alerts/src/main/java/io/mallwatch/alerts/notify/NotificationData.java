package io.mallwatch.alerts.notify;

import io.mallwatch.alerts.template.GoList;
import io.mallwatch.alerts.template.GoObject;
import io.mallwatch.alerts.template.GoStrings;
import io.mallwatch.alerts.template.GoStruct;
import io.mallwatch.alerts.template.GoTime;
import io.mallwatch.model.Alert;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A notification as Alertmanager's templates see it.
public final class NotificationData {

  private NotificationData() {}

  public static GoStruct of(Notification notification) {
    List<GoStruct> firing = alerts(notification, notification.firing(), "firing");
    List<GoStruct> resolved = alerts(notification, notification.resolved(), "resolved");
    List<GoStruct> all =
        notification.alerts().stream()
            .map(
                alert -> alert(alert, alert.isResolved(notification.now()) ? "resolved" : "firing"))
            .toList();
    Map<String, GoObject.Method> methods = new HashMap<>();
    methods.put("Firing", _ -> firing);
    methods.put("Resolved", _ -> resolved);
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("Receiver", notification.receiver());
    data.put("Status", notification.status());
    data.put("Alerts", new GoList("template.Alerts", all, methods));
    data.put("GroupLabels", new GoStrings(notification.groupLabels().toMap(), true));
    data.put("CommonLabels", new GoStrings(notification.commonLabels(), true));
    data.put("CommonAnnotations", new GoStrings(notification.commonAnnotations(), true));
    data.put("ExternalURL", notification.externalUrl());
    return new GoStruct("template.Data", data, Map.of());
  }

  private static List<GoStruct> alerts(
      Notification notification, List<Alert> alerts, String status) {
    return notification.alerts().isEmpty()
        ? List.of()
        : alerts.stream().map(alert -> alert(alert, status)).toList();
  }

  private static GoStruct alert(Alert alert, String status) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("Status", status);
    data.put("Labels", new GoStrings(alert.labels().toMap(), true));
    data.put("Annotations", new GoStrings(alert.annotations(), true));
    data.put("StartsAt", GoTime.utc(alert.startsAt()));
    data.put("EndsAt", GoTime.utc(status.equals("firing") ? GoTime.ZERO : alert.endsAt()));
    data.put("GeneratorURL", alert.generatorUrl());
    data.put("Fingerprint", alert.fingerprint());
    return new GoStruct("template.Alert", data, Map.of());
  }
}
