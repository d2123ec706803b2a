package io.mallwatch.metrics.tsdb.open;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import java.util.ArrayList;
import java.util.List;

/// Makes chunks of samples of any kind. Holds scratch room, so keep one; not thread-safe.
public final class ChunkPacker {

  private final ChunkWriter writer = new ChunkWriter();
  private final SampleColumns scratch = new SampleColumns(OpenChunk.MOST_SAMPLES);

  /// All of `samples`, in as many chunks as it takes; none when there are no samples.
  public List<Chunk> pack(SampleColumns samples) {
    int size = samples.size();
    if (size == 0) {
      return List.of();
    }
    int end = ChunkWriter.runEnd(samples, 0, size);
    if (end == size) {
      return List.of(writer.write(samples, 0, size));
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < size; from = end) {
      end = ChunkWriter.runEnd(samples, from, size);
      chunks.add(writer.write(samples, from, end));
    }
    return chunks;
  }

  /// What an open chunk holds.
  public List<Chunk> pack(OpenChunk open) {
    scratch.clear();
    OpenChunk.read(open.bytes(), open.count(), scratch);
    return pack(scratch);
  }
}
