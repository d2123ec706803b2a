/// Immutable blocks: the samples of a stretch of time, with their own index, in one folder each.
/// [BlockWriter] makes one, [Block] reads one through memory mapping, [BlockSet] holds those that
/// queries see, [Compaction] joins neighbours. Files: `docs/formats/metrics.md`.
@NullMarked
package io.mallwatch.metrics.tsdb.block;

import org.jspecify.annotations.NullMarked;
