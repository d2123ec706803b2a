package io.mallwatch.metrics.tsdb.chunk;

import io.mallwatch.metrics.SampleColumns;

/// An immutable run of samples of one series in time order.
///
/// @param minMillis time of the first sample
/// @param maxMillis time of the last sample
/// @param count how many samples, at least one
/// @param bytes as [ChunkWriter] wrote them; not to be changed
public record Chunk(long minMillis, long maxMillis, int count, byte[] bytes) {

  /// The chunk in `bytes`, which is decoded to learn its bounds.
  public static Chunk of(byte[] bytes) {
    SampleColumns samples = new SampleColumns(ChunkWriter.MAX_SAMPLES);
    ChunkReader.read(bytes, 0, bytes.length, samples);
    int size = samples.size();
    return new Chunk(samples.times()[0], samples.times()[size - 1], size, bytes);
  }

  public boolean overlaps(long fromMillis, long toMillis) {
    return minMillis <= toMillis && maxMillis >= fromMillis;
  }

  /// Adds the samples of `[fromMillis, toMillis]` to `out`.
  public void read(long fromMillis, long toMillis, SampleColumns out) {
    ChunkReader.read(bytes, 0, bytes.length, fromMillis, toMillis, out);
  }
}
