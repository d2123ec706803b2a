package io.mallwatch.traces.segment;

/// Traces of one part of the store that may satisfy a query, newest start first. Standing at one
/// until [#advance()]. Not thread-safe.
interface Candidates {

  /// Whether it stands at a trace.
  boolean isAtTrace();

  /// Start of the trace.
  long start();

  String traceId();

  /// Whether one of the trace's spans here satisfies everything.
  ///
  /// @throws io.mallwatch.model.CorruptDataException when the part is damaged
  boolean matches();

  /// Goes to the next trace.
  void advance();
}
