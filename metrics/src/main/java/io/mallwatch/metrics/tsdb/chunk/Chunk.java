package io.mallwatch.metrics.tsdb.chunk;

/// An immutable run of samples of one series in time order.
///
/// @param minMillis time of the first sample
/// @param maxMillis time of the last sample
/// @param count how many samples, at least one
/// @param bytes as [ChunkWriter] wrote them; not to be changed
public record Chunk(long minMillis, long maxMillis, int count, byte[] bytes) {

  /// The chunk in `bytes`, which is decoded to learn its bounds.
  public static Chunk of(byte[] bytes) {
    SampleBuffer samples = new SampleBuffer(ChunkWriter.MAX_SAMPLES);
    ChunkReader.read(bytes, 0, bytes.length, samples);
    return new Chunk(samples.timestamp(0), samples.lastTimestamp(), samples.size(), bytes);
  }

  public boolean overlaps(long fromMillis, long toMillis) {
    return minMillis <= toMillis && maxMillis >= fromMillis;
  }

  /// Adds the samples of `[fromMillis, toMillis]` to `out`.
  public void read(long fromMillis, long toMillis, SampleBuffer out) {
    ChunkReader.read(bytes, 0, bytes.length, fromMillis, toMillis, out);
  }
}
