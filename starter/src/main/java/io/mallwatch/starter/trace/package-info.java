/// Spans: Micrometer observations become OpenTelemetry spans that are sent by OTLP over HTTP. Start
/// at [io.mallwatch.starter.trace.TraceAutoConfiguration].
@NullMarked
package io.mallwatch.starter.trace;

import org.jspecify.annotations.NullMarked;
