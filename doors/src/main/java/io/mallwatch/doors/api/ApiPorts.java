package io.mallwatch.doors.api;

import io.mallwatch.logs.LogStore;
import java.time.ZoneId;

/// What the console's resources stand on.
///
/// @param zone of the mall; days begin there
public record ApiPorts(
    StatusView status,
    SessionView session,
    OverviewView overview,
    IncidentsView incidents,
    AlertsView alerts,
    NotificationsView notifications,
    LogStore logs,
    ZoneId zone) {}
