/// The embedded trace store: write-ahead log, head in memory, immutable segments on disk.
///
/// Start with [SegmentTraceStore]. Spans are acknowledged when they are in the log and in the
/// [Head]; a full or old head is sealed into a [Segment], whose bytes `docs/formats/traces.md`
/// describes. A search intersects postings of hashed terms ([Terms]), newest first, and then checks
/// the real spans ([SpanFilter]), because hashes collide and one span must satisfy everything.
@NullMarked
package io.mallwatch.traces.segment;

import org.jspecify.annotations.NullMarked;
