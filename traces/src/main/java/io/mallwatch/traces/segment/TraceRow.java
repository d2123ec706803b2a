package io.mallwatch.traces.segment;

/// What is known of one trace without decoding its spans.
///
/// @param minStart earliest start, nanoseconds since the epoch
/// @param maxEnd latest end
/// @param longest longest duration of a span
record TraceRow(long high, long low, long minStart, long maxEnd, long longest) {

  String traceId() {
    return TraceIds.text(high, low);
  }
}
