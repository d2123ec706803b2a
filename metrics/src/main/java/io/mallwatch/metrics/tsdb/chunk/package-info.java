/// Samples as bytes: exact encodings of runs of samples, used by head and blocks alike. Start with
/// [ChunkWriter] (the format is in `docs/formats/metrics.md`). Knows nothing of series or files.
@NullMarked
package io.mallwatch.metrics.tsdb.chunk;

import org.jspecify.annotations.NullMarked;
