package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.Decimals;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.nio.ByteBuffer;
import java.util.List;

/// Builds frames in memory: `begin...`, any number of entries of that kind, and so on, then
/// [#frames()]. Entries of one kind that follow each other share a frame. Not thread-safe.
public final class WalEncoder {

  /// A frame that has reached this size is closed and a new one begun.
  private static final int FRAME_TARGET = 1 << 20;

  /// In the low bits of a sample's value: eight raw bytes follow.
  static final int RAW = 15;

  private final ByteSink out = new ByteSink(1 << 16);
  private int openType;
  private int openAt;
  private int lastRef;
  private long lastMillis;

  public WalEncoder series(int ref, Labels labels) {
    open(Frame.SERIES);
    out.varint(ref);
    labels(labels);
    return this;
  }

  public WalEncoder sample(int ref, long timestampMillis, double value) {
    open(Frame.SAMPLES);
    out.zigzag(ref - lastRef).zigzag(timestampMillis - lastMillis);
    lastRef = ref;
    lastMillis = timestampMillis;
    value(value);
    return this;
  }

  private void value(double value) {
    int exponent = Decimals.exponent(value, 0);
    if (exponent < 0) {
      out.varint(RAW).u64(Double.doubleToRawLongBits(value));
    } else {
      long integer = Decimals.toInteger(value, exponent);
      long zigzag = (integer << 1) ^ (integer >> 63);
      out.varint((zigzag << 4) | exponent);
    }
  }

  public WalEncoder exemplar(Exemplar exemplar) {
    open(Frame.EXEMPLARS);
    labels(exemplar.series());
    labels(exemplar.labels());
    out.zigzag(exemplar.timestampMillis());
    out.u64(Double.doubleToRawLongBits(exemplar.value()));
    return this;
  }

  public WalEncoder metadata(MetricMetadata metadata) {
    open(Frame.METADATA);
    out.string(metadata.family()).string(metadata.type());
    out.string(metadata.help()).string(metadata.unit());
    return this;
  }

  public WalEncoder deletion(int ref, long fromMillis, long toMillis) {
    open(Frame.DELETION);
    out.varint(ref).zigzag(fromMillis).zigzag(toMillis);
    return this;
  }

  public WalEncoder chunks(int ref, long maxMillis, double lastValue, List<Chunk> chunks) {
    open(Frame.CHUNKS);
    out.varint(ref).zigzag(maxMillis).u64(Double.doubleToRawLongBits(lastValue));
    out.varint(chunks.size());
    for (Chunk chunk : chunks) {
      out.varint(chunk.bytes().length).bytes(chunk.bytes());
    }
    return this;
  }

  private void labels(Labels labels) {
    out.varint(labels.size());
    for (Label label : labels) {
      out.string(label.name()).string(label.value());
    }
  }

  private void open(int type) {
    if (openType == type && out.size() - openAt < FRAME_TARGET) {
      return;
    }
    close();
    openType = type;
    openAt = out.size();
    lastRef = 0;
    lastMillis = 0;
    out.u32(Frame.MAGIC).u32(0).u32(0).u8(type);
  }

  private void close() {
    if (openType == 0) {
      return;
    }
    int length = out.size() - openAt - Frame.HEADER;
    out.patchU32(openAt + 4, length);
    int crc = Frame.checksum(out.array(), openAt + Frame.HEADER - 1, length + 1);
    out.patchU32(openAt + 8, crc);
    openType = 0;
  }

  /// Bytes so far.
  public int size() {
    return out.size();
  }

  /// The frames so far, closed; valid until the next call.
  public ByteBuffer frames() {
    close();
    return out.asBuffer();
  }

  /// Forgets all frames.
  public void reset() {
    openType = 0;
    out.reset(0);
  }
}
