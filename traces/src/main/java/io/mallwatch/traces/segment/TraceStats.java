package io.mallwatch.traces.segment;

/// How the store is doing.
///
/// @param spans taken in since it was opened
/// @param headSpans not yet sealed
/// @param sealingSpans those of them that wait to be decided and written
/// @param segments on disk
/// @param segmentBytes on disk
/// @param refusedOverload appends refused because sealing could not keep up
/// @param droppedSegments dropped because of age or size
/// @param merges how often several segments became one
/// @param brokenSegments damaged, kept aside
/// @param sampling what became of traces when they were sealed
public record TraceStats(
    long spans,
    long headSpans,
    long sealingSpans,
    int segments,
    long segmentBytes,
    long refusedOverload,
    long droppedSegments,
    long merges,
    int brokenSegments,
    SamplingCounts sampling) {}
