/// The meter registry, the runtime's own metrics and the `/metrics` page. Start at
/// [io.mallwatch.starter.metric.MetricsServlet].
@NullMarked
package io.mallwatch.starter.metric;

import org.jspecify.annotations.NullMarked;
