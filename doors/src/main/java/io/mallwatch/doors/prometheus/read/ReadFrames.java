package io.mallwatch.doors.prometheus.read;

import io.mallwatch.doors.http.Reply;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// Writes series as frames of `prometheus.ChunkedReadResponse`: length, CRC-32C, message. A frame
/// holds chunks of one series; a long series takes several.
final class ReadFrames {

  /// Samples of one chunk, as Prometheus cuts them.
  private static final int CHUNK_SAMPLES = 120;

  /// Bytes after which a frame ends, as in Prometheus.
  private static final int FRAME_BYTES = 1 << 20;

  private static final int PIECE = 64 * 1024;

  private static final int XOR = 1;
  private static final int FLOAT_HISTOGRAM = 3;

  private final int query;
  private final Reply.Stream.Sink sink;
  private ByteBuffer piece = ByteBuffer.allocate(2 * PIECE);

  /// @param query index of the query that is answered
  ReadFrames(int query, Reply.Stream.Sink sink) {
    this.query = query;
    this.sink = sink;
  }

  /// Writes all samples of a series.
  void series(Labels labels, SampleColumns columns) throws InterruptedException {
    NativeHistogram[] histograms = columns.histograms();
    ProtoWriter series = begin(labels);
    int at = 0;
    while (at < columns.size()) {
      NativeHistogram histogram = histograms == null ? null : histograms[at];
      int end = at + 1;
      byte[] data;
      if (histogram == null) {
        while (end < columns.size()
            && end - at < CHUNK_SAMPLES
            && (histograms == null || histograms[end] == null)) {
          end++;
        }
        data = GorillaChunk.numbers(columns.times(), columns.values(), at, end);
      } else {
        data = GorillaChunk.histogram(columns.times()[at], histogram);
      }
      series.message(
          2,
          new ProtoWriter()
              .varint(1, columns.times()[at])
              .varint(2, columns.times()[end - 1])
              .varint(3, histogram == null ? XOR : FLOAT_HISTOGRAM)
              .bytes(4, data));
      at = end;
      if (series.size() >= FRAME_BYTES && at < columns.size()) {
        frame(series);
        series = begin(labels);
      }
    }
    if (!columns.isEmpty()) {
      frame(series);
    }
  }

  private static ProtoWriter begin(Labels labels) {
    ProtoWriter series = new ProtoWriter();
    ReadMessages.labels(series, labels);
    return series;
  }

  private void frame(ProtoWriter series) throws InterruptedException {
    byte[] message = new ProtoWriter().message(1, series).varint(2, query).toByteArray();
    ProtoWriter length = new ProtoWriter();
    length.rawVarint(message.length);
    byte[] head = length.toByteArray();
    CRC32C crc = new CRC32C();
    crc.update(message);
    int needed = head.length + 4 + message.length;
    if (piece.remaining() < needed) {
      flush();
    }
    if (piece.capacity() < needed) {
      piece = ByteBuffer.allocate(needed);
    }
    piece.put(head).putInt((int) crc.getValue()).put(message);
    if (piece.position() >= PIECE) {
      flush();
    }
  }

  /// Sends what has gathered.
  void flush() throws InterruptedException {
    if (piece.position() > 0) {
      byte[] bytes = new byte[piece.position()];
      piece.flip().get(bytes);
      piece.clear();
      sink.write(bytes);
    }
  }
}
