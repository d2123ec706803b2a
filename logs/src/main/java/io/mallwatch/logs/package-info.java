/// Take in, store and search lines. This package is the room's port; engines are one package below.
///
/// Start with [LogStore] and [LogQuery]. Embedded engine: `lucene`; text queries are read by
/// `query`; what arrives is shaped by `ingest`.
@NullMarked
package io.mallwatch.logs;

import org.jspecify.annotations.NullMarked;
