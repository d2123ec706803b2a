/// The write-ahead log: what was acknowledged and is not in a block yet. [WalEncoder] makes frames,
/// [WalWriter] appends them to segments, [WalReplay] reads checkpoint and segments back after a
/// crash, [Checkpoint] holds the head as of a segment so that older segments can go.
@NullMarked
package io.mallwatch.metrics.tsdb.wal;

import org.jspecify.annotations.NullMarked;
