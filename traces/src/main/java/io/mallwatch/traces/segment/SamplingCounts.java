package io.mallwatch.traces.segment;

/// What tail sampling decided since the store was opened; all zero while it is off.
///
/// @param error traces kept because a span failed
/// @param slow kept because a span took long
/// @param earlier kept because a part of them was kept before
/// @param rate kept because few of their operation were that minute
/// @param share kept as part of the share
/// @param dropped left out
/// @param droppedSpans spans of the traces left out
public record SamplingCounts(
    long error, long slow, long earlier, long rate, long share, long dropped, long droppedSpans) {}
