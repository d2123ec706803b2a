package io.mallwatch.metrics.scrape.discovery;

import java.time.Instant;
import java.util.Optional;

/// How a discovery goes.
///
/// @param kind such as `dns`
/// @param targets found last
/// @param refreshes attempts since the start
/// @param failures attempts in which something went wrong
/// @param lastError what went wrong in the last attempt; empty when nothing did
/// @param lastRefresh when the last attempt ended
public record DiscoveryStatus(
    String kind,
    int targets,
    long refreshes,
    long failures,
    String lastError,
    Optional<Instant> lastRefresh) {}
