/// Samples of one series that still come in, in memory and in the log: an [OpenChunk], and a native
/// histogram as bytes ([HistogramBytes]). What is finished is a chunk.
@NullMarked
package io.mallwatch.metrics.tsdb.open;

import org.jspecify.annotations.NullMarked;
