/// Grafana's HTTP API as far as dashboards need it: search, save, versions, import, folders,
/// annotations, data sources. The JSON of a dashboard is kept as it was sent.
///
/// Start with [GrafanaDoor]; what is refused when a dashboard is saved is decided in
/// [DashboardDesk].
@NullMarked
package io.mallwatch.doors.grafana;

import org.jspecify.annotations.NullMarked;
