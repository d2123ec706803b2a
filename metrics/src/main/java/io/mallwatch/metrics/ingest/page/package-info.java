/// Pages that a scraped target exposes, shaped into batches: start at [TargetPages], one for each
/// target. Formats: text 0.0.4 and OpenMetrics 1.0 ([TextPage]), protobuf ([ProtobufPage]). A line
/// that came in an earlier page is known by its bytes, so that a page with no new series costs the
/// reading of its numbers.
@NullMarked
package io.mallwatch.metrics.ingest.page;

import org.jspecify.annotations.NullMarked;
