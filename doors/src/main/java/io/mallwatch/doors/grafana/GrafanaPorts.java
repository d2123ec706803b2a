package io.mallwatch.doors.grafana;

/// What the door stands before.
///
/// @param provisioning dashboards that come from files
/// @param url how the main port is reached, such as `http://127.0.0.1:7600`; empty when it is not
///   known
public record GrafanaPorts(
    DashboardStore dashboards,
    FolderStore folders,
    AnnotationStore annotations,
    Provisioning provisioning,
    String url) {}
