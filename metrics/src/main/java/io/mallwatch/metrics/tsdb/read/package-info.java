/// Head and blocks read as one: start with [StoreReader]. Knows the head only as a [LiveSource],
/// and nothing of how samples get there.
@NullMarked
package io.mallwatch.metrics.tsdb.read;

import org.jspecify.annotations.NullMarked;
