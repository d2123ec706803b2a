/// The store's write-ahead log: batches are written here first, survive a crash from then on, and
/// are read back at the next start for whatever the index had not committed. It knows nothing of
/// log entries, only of numbered batches of bytes. Start with [WriteAheadLog]; the bytes on disk
/// are described in `docs/formats/logs.md`.
@NullMarked
package io.mallwatch.logs.lucene.wal;

import org.jspecify.annotations.NullMarked;
