/// Take in, store and find spans; the service graph. This package is the room's port; engines are
/// one package below.
///
/// Start with [TraceStore], [TraceQuery] and [SpanBatch], spans in the bytes they came in. Embedded
/// engine: `segment`; `graph` derives the service map and RED metrics, `sampling` says what is
/// kept.
@NullMarked
package io.mallwatch.traces;

import org.jspecify.annotations.NullMarked;
