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
    long durationNanosSum) {

  /// The same edge without calls, to look it up by.
  public EdgeCount bare() {
    return new EdgeCount(hour, parent, child, childType, 0, 0, 0);
  }

  /// Both together; `other` is of the same edge.
  public EdgeCount plus(EdgeCount other) {
    return new EdgeCount(
        hour,
        parent,
        child,
        childType,
        calls + other.calls,
        errors + other.errors,
        durationNanosSum + other.durationNanosSum);
  }
}
