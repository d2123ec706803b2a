/// The embedded engine put together from one `alertmanager.yml`.
///
/// Start with [EmbeddedAlerts]. [AlertmanagerYaml] reads the file, strictly and as Alertmanager
/// does; [DefaultRoutes] writes one when the operator has none.
@NullMarked
package io.mallwatch.alerts.config;

import org.jspecify.annotations.NullMarked;
