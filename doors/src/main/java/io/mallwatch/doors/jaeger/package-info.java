/// Jaeger's query API, both generations: v1 (`/api/traces`, the JSON of Jaeger UI) and v3
/// (`/api/v3`, OTLP JSON and trace summaries).
///
/// Start with [JaegerDoor].
@NullMarked
package io.mallwatch.doors.jaeger;

import org.jspecify.annotations.NullMarked;
