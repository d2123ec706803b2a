package io.mallwatch.traces;

/// Calls from one service to another.
///
/// @param child a service, or a virtual node for a database, cache or queue
/// @param calls how many
/// @param errors how many of these failed
/// @param durationNanosSum added durations of the calls
public record ServiceEdge(
    String parent,
    String child,
    NodeType childType,
    long calls,
    long errors,
    long durationNanosSum) {

  /// What stands at the far end.
  public enum NodeType {
    SERVICE,
    DATABASE,
    MESSAGING,
    EXTERNAL,
    CACHE
  }
}
