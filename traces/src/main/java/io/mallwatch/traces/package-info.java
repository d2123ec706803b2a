/// Take in, store and find spans; the service graph. This package is the room's port; engines are
/// one package below.
///
/// Start with [TraceStore] and [TraceQuery]. Embedded engine: `segment`; `graph` derives the
/// service map and RED metrics; `ingest` reads what arrives.
@NullMarked
package io.mallwatch.traces;

import org.jspecify.annotations.NullMarked;
