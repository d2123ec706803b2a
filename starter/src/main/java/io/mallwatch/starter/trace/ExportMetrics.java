package io.mallwatch.starter.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/// Counts what is offered for export and what became of it, so that nothing is lost unseen:
/// `offered` minus `sent` minus `failed` waits in the queue or was dropped because the queue was
/// full.
///
/// @param offered records handed over by the application
/// @param sent records that the receiver took
/// @param failed records given up after retries
public record ExportMetrics(Counter offered, Counter sent, Counter failed) {

  /// Registers the counters for `signal` (`traces` or `logs`); without a registry they count for
  /// themselves.
  public static ExportMetrics of(@Nullable MeterRegistry registry, String signal) {
    MeterRegistry target = registry == null ? new SimpleMeterRegistry() : registry;
    return new ExportMetrics(
        counter(target, signal, "offered"),
        counter(target, signal, "sent"),
        counter(target, signal, "failed"));
  }

  private static Counter counter(MeterRegistry registry, String signal, String outcome) {
    return Counter.builder("mallwatch.export.records")
        .description("Records for export to Mallwatch, by what became of them")
        .tag("signal", signal)
        .tag("outcome", outcome)
        .register(registry);
  }
}
