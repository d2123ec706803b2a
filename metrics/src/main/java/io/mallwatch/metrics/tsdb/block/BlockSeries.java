package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Labels;

/// One series on its way into a block.
///
/// @param samples in strict time order; may be used again once the next series is asked for
public record BlockSeries(Labels labels, SampleColumns samples) {}
