package io.mallwatch.traces.segment;

/// What the store found when it was opened.
///
/// @param segments that were opened
/// @param replayedSpans taken from the log into the head
/// @param tornBytes cut from the log's end, left there by an interrupted write
/// @param broken stretches of the log and segments that are damaged and were kept aside
public record TraceRecovery(int segments, long replayedSpans, long tornBytes, int broken) {}
