package io.mallwatch.traces;

import io.mallwatch.model.Span;

/// A span name seen in a service, with its kind.
public record Operation(String name, Span.Kind kind) {}
