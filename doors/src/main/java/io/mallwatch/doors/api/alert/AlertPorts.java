package io.mallwatch.doors.api.alert;

/// What the resources of alerts stand on.
public record AlertPorts(
    AlertsView alerts, NotificationsView notifications, RulesView rules, RoutesView routes) {}
