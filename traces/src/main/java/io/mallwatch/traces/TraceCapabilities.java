package io.mallwatch.traces;

/// What a trace engine can do; all-zero is the least capable, so a new field never over-promises.
///
/// @param searchWithoutService whether the service may be left open
/// @param sameSpan whether one span must satisfy all conditions
/// @param dependencies whether edges between services are known
/// @param archive whether a trace can be kept for good
public record TraceCapabilities(
    boolean searchWithoutService, boolean sameSpan, boolean dependencies, boolean archive) {}
