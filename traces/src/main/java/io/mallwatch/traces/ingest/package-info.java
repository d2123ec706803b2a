/// Reads spans as they arrive. Start with [OtlpSpans].
@NullMarked
package io.mallwatch.traces.ingest;

import org.jspecify.annotations.NullMarked;
