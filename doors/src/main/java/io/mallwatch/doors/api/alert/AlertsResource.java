package io.mallwatch.doors.api.alert;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.api.incident.IncidentShapes;
import java.util.List;

/// `/api/alerts` and `/api/notifications`.
public final class AlertsResource {

  private static final Shape<AlertsView.Row> ALERT =
      Shape.<AlertsView.Row>object("AlertRow")
          .field("fingerprint", Shape.STRING, AlertsView.Row::fingerprint)
          .field("name", Shape.STRING, AlertsView.Row::name)
          .field(
              "level",
              Shape.oneOf("critical", "high", "warning", "info", ""),
              AlertsView.Row::level)
          .field("state", Shape.oneOf("pending", "firing", "resolved"), AlertsView.Row::state)
          .field("silenced", Shape.BOOLEAN, AlertsView.Row::silenced)
          .field("activeAt", Shape.INSTANT, AlertsView.Row::activeAt)
          .field("labels", Shape.map(Shape.STRING), AlertsView.Row::labels)
          .field("annotations", Shape.map(Shape.STRING), AlertsView.Row::annotations)
          .optional("value", Shape.NUMBER, AlertsView.Row::value)
          .field("expr", Shape.STRING, AlertsView.Row::expr)
          .field("ruleGroup", Shape.STRING, AlertsView.Row::ruleGroup)
          .optional("incidentId", Shape.STRING, AlertsView.Row::incidentId)
          .field("links", IncidentShapes.LINKS, AlertsView.Row::links)
          .field("forSeconds", Shape.LONG, AlertsView.Row::forSeconds);

  private static final Shape<List<AlertsView.Row>> ALERTS =
      Shape.<List<AlertsView.Row>>object("Alerts").field("alerts", Shape.list(ALERT), list -> list);

  private static final Shape<NotificationsView.Row> NOTIFICATION =
      Shape.<NotificationsView.Row>object("Notification")
          .field("id", Shape.LONG, NotificationsView.Row::id)
          .field("at", Shape.INSTANT, NotificationsView.Row::at)
          .field("channel", Shape.STRING, NotificationsView.Row::channel)
          .field("receiver", Shape.STRING, NotificationsView.Row::receiver)
          .field("target", Shape.STRING, NotificationsView.Row::target)
          .field(
              "state",
              Shape.oneOf("queued", "sent", "delivered", "failed", "unknown", "suppressed"),
              NotificationsView.Row::state)
          .field("attempts", Shape.INTEGER, NotificationsView.Row::attempts)
          .field("error", Shape.STRING, NotificationsView.Row::error)
          .field("receipt", Shape.STRING, NotificationsView.Row::receipt)
          .field("groupKey", Shape.STRING, NotificationsView.Row::groupKey)
          .field("alertNames", Shape.list(Shape.STRING), NotificationsView.Row::alertNames)
          .field("status", Shape.oneOf("firing", "resolved"), NotificationsView.Row::status)
          .field("title", Shape.STRING, NotificationsView.Row::title);

  private static final Shape<List<NotificationsView.Row>> NOTIFICATIONS =
      Shape.<List<NotificationsView.Row>>object("Notifications")
          .field("notifications", Shape.list(NOTIFICATION), list -> list);

  private final AlertsView alerts;
  private final NotificationsView notifications;

  public AlertsResource(AlertsView alerts, NotificationsView notifications) {
    this.alerts = alerts;
    this.notifications = notifications;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/alerts",
            "Alerts of the rules, those that ended in the last hour included.",
            List.of(),
            ALERTS,
            _ -> alerts.alerts()),
        Endpoint.get(
            "/api/notifications",
            "What was told to whom, newest first.",
            List.of(
                Parameter.optional("fingerprint", "Only of this alert."),
                Parameter.optional("incident", "Only of this incident."),
                Parameter.integer("limit", "Most rows; 1 to 1000, default 100.")),
            NOTIFICATIONS,
            call ->
                notifications.find(
                    call.param("fingerprint").orElse(""),
                    call.param("incident").orElse(""),
                    ApiParams.integer(call, "limit", 100, 1, 1000))));
  }
}
