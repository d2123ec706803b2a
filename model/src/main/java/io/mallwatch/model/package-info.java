/// The words that every room shares: labels, samples, log entries, spans, alerts, time ranges.
///
/// Only immutable data and the JDK; no room's behaviour lives here. Start with [Labels],
/// [LogEntry], [Span] and [Alert], one for each signal.
@NullMarked
package io.mallwatch.model;

import org.jspecify.annotations.NullMarked;
