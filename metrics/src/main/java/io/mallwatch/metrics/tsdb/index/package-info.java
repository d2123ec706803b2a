/// From matchers to series: sorted lists of series ids for each label pair ([Postings]) and how
/// matchers combine them ([Selection]). Head and blocks both answer as a [SeriesIndex].
@NullMarked
package io.mallwatch.metrics.tsdb.index;

import org.jspecify.annotations.NullMarked;
