package io.mallwatch.metrics;

/// What a metric engine can do; all-zero is the least capable, so a new field never over-promises.
///
/// @param exemplars whether exemplars are kept and found
/// @param metadata whether type, help and unit are kept
/// @param nativeHistograms whether histogram samples are kept
/// @param deletes whether series can be deleted
/// @param snapshots whether a snapshot can be taken
public record MetricCapabilities(
    boolean exemplars,
    boolean metadata,
    boolean nativeHistograms,
    boolean deletes,
    boolean snapshots) {}
