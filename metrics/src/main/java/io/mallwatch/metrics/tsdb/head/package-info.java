/// The series that are written now, in memory: [Head] finds them, [HeadSeries] holds the samples of
/// one, [HeadSlice] is what a reader sees of it.
@NullMarked
package io.mallwatch.metrics.tsdb.head;

import org.jspecify.annotations.NullMarked;
