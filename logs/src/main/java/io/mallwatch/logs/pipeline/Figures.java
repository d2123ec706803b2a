package io.mallwatch.logs.pipeline;

/// Figures of a pipeline, or of one of its processors, since it was put.
///
/// @param processor `2_grok`: place and type; empty for the pipeline's own figures
/// @param in documents that came; those whose condition did not hold are not counted
/// @param out documents that went on
/// @param failed documents on which it failed, whether that was caught or not
/// @param nanos time spent in it
public record Figures(
    String pipeline,
    String processor,
    String tag,
    long in,
    long out,
    long failed,
    long dropped,
    long nanos) {}
