package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions;
import java.time.Duration;
import java.time.Instant;

/// A query that took long.
///
/// @param query its text
/// @param since when it was asked
/// @param took until its answer or end, waiting included
/// @param samples read from the store
/// @param origin who asked, see [QueryOptions#origin()]
public record SlowQuery(
    String query,
    Instant since,
    Duration took,
    long samples,
    String origin,
    QueryOptions.Priority priority) {}
