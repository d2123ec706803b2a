/// A write-ahead log that stores share: batches of bytes are written here first, survive a crash
/// from then on, and are read back at the next start for whatever the store had not put elsewhere.
/// It knows nothing of what is in a batch. Start with [WriteAheadLog]; the bytes on disk are
/// described in `docs/formats/wal.md`.
@NullMarked
package io.mallwatch.model.wal;

import org.jspecify.annotations.NullMarked;
