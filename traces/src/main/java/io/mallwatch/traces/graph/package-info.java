/// What follows from spans as they arrive: who calls whom ([ServiceGraph]) and rate, errors and
/// durations of every operation ([SpanMetrics]).
@NullMarked
package io.mallwatch.traces.graph;

import org.jspecify.annotations.NullMarked;
