package io.mallwatch.traces.graph;

import io.mallwatch.traces.ServiceEdge.NodeType;

/// Calls along one edge within one hour.
///
/// @param hour hours since the epoch
public record EdgeCount(
    long hour,
    String parent,
    String child,
    NodeType childType,
    long calls,
    long errors,
    long durationNanosSum) {}
