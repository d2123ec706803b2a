package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.ByteSink;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Builds frames in memory: any number of entries of one kind, then of another, then [#frames()].
/// Entries of one kind that follow each other share a frame; nothing in a frame depends on another
/// frame but the ref of a series. Not thread-safe.
public final class WalEncoder {

  /// A frame that has reached this size is closed and a new one begun.
  private static final int FRAME_TARGET = 1 << 20;

  // In the low bits of a sample's first number.
  static final int OTHER_TIME = 1;
  static final int HAS_START = 2;
  static final int REF_SHIFT = 2;

  // In the low bits of a sample's value: 0 to 5 are exponents of a decimal.
  static final int VALUE_BITS = 7;
  static final int VALUE_SHIFT = 3;
  static final int HISTOGRAM = 6;
  static final int RAW = 7;

  /// Powers of ten that decimals are divided by.
  static final double[] POWERS = {1, 10, 100, 1_000, 10_000, 1_000_000};

  /// Integers beyond this are not exact in a double.
  private static final double LIMIT = 0x1p53;

  private final ByteSink out = new ByteSink(1 << 16);

  /// Texts in the open frame of series, numbered from 1.
  private final Map<String, Integer> texts = new HashMap<>();

  private int openType;
  private int openAt;
  private int lastRef;
  private long lastMillis;

  public WalEncoder series(int ref, Labels labels) {
    open(Frame.SERIES);
    out.varint(ref).varint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      text(labels.name(i));
      text(labels.value(i));
    }
    return this;
  }

  /// A number of a text that the frame has already, or 0 and the text.
  private void text(String text) {
    Integer number = texts.get(text);
    if (number == null) {
      texts.put(text, texts.size() + 1);
      out.varint(0).string(text);
    } else {
      out.varint(number);
    }
  }

  /// @param start since when it has been counted; 0 when unknown
  public WalEncoder sample(int ref, long timestampMillis, double value, long start) {
    open(Frame.SAMPLES);
    place(ref, timestampMillis, start);
    long integer = (long) value;
    if (isSame((double) integer, value) && Math.abs(value) < LIMIT) {
      out.varint(zigzag(integer) << VALUE_SHIFT);
    } else {
      fraction(value);
    }
    return this;
  }

  /// @param histogram as [io.mallwatch.metrics.tsdb.open.HistogramBytes] has it
  /// @param start since when it has been counted; 0 when unknown
  public WalEncoder histogram(int ref, long timestampMillis, byte[] histogram, long start) {
    open(Frame.SAMPLES);
    place(ref, timestampMillis, start);
    out.varint(HISTOGRAM).varint(histogram.length).bytes(histogram);
    return this;
  }

  private void place(int ref, long millis, long start) {
    long first = zigzag(ref - lastRef) << REF_SHIFT;
    first |= millis == lastMillis ? 0 : OTHER_TIME;
    first |= start == 0 ? 0 : HAS_START;
    out.varint(first);
    if (millis != lastMillis) {
      out.zigzag(millis - lastMillis);
    }
    if (start != 0) {
      out.zigzag(millis - start);
    }
    lastRef = ref;
    lastMillis = millis;
  }

  /// Most fractions are either short or have all their bits, so the longest exponent is tried
  /// first.
  private void fraction(double value) {
    int longest = POWERS.length - 1;
    if (isDecimal(value, longest)) {
      int exponent = 1;
      while (!isDecimal(value, exponent)) {
        exponent++;
      }
      out.varint(zigzag((long) Math.rint(value * POWERS[exponent])) << VALUE_SHIFT | exponent);
    } else {
      out.varint(RAW).u64(Double.doubleToRawLongBits(value));
    }
  }

  /// Dividing by a power of ten up to 10^22 is correctly rounded, so the way back gives the same
  /// bits or the answer is no.
  private static boolean isDecimal(double value, int exponent) {
    double scaled = Math.rint(value * POWERS[exponent]);
    return Math.abs(scaled) < LIMIT && isSame((double) (long) scaled / POWERS[exponent], value);
  }

  private static boolean isSame(double left, double right) {
    return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  public WalEncoder exemplar(Exemplar exemplar) {
    open(Frame.EXEMPLARS);
    labels(exemplar.series());
    labels(exemplar.labels());
    out.zigzag(exemplar.timestampMillis());
    out.u64(Double.doubleToRawLongBits(exemplar.value()));
    return this;
  }

  private void labels(Labels labels) {
    out.varint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      out.string(labels.name(i)).string(labels.value(i));
    }
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

  public WalEncoder saved(SavedSeries saved) {
    open(Frame.SAVED);
    out.varint(saved.ref()).zigzag(saved.maxMillis()).u64(saved.lastBits());
    out.u8(saved.lastIsHistogram() ? 1 : 0);
    chunks(saved.chunks());
    chunks(saved.late());
    out.varint(saved.openCount()).varint(saved.open().length).bytes(saved.open());
    return this;
  }

  private void chunks(List<Chunk> chunks) {
    out.varint(chunks.size());
    for (Chunk chunk : chunks) {
      out.zigzag(chunk.minMillis()).varint(chunk.maxMillis() - chunk.minMillis());
      out.varint(chunk.count()).varint(chunk.bytes().length).bytes(chunk.bytes());
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
    texts.clear();
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
    texts.clear();
    out.reset(0);
  }
}
