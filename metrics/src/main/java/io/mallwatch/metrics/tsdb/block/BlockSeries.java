package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.model.Labels;

/// One series on its way into a block.
///
/// @param samples in strict time order
public record BlockSeries(Labels labels, SampleBuffer samples) {}
