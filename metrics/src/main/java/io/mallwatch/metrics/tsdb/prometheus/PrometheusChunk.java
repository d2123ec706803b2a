package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Sample;

/// Decodes the chunks of Prometheus.
///
/// Source: `tsdb/docs/format/chunks.md` of Prometheus 3.14.
final class PrometheusChunk {

  private static final int XOR = 1;
  private static final int HISTOGRAM = 2;
  private static final int FLOAT_HISTOGRAM = 3;
  private static final int XOR2 = 4;
  private static final int HISTOGRAM_START = 5;
  private static final int FLOAT_HISTOGRAM_START = 6;

  private PrometheusChunk() {}

  /// Appends the samples in `bytes[from, to)` to `out`.
  ///
  /// @throws CorruptDataException when the bytes make no sense or the encoding is unknown
  static void read(int encoding, byte[] bytes, int from, int to, SampleColumns out) {
    if (to - from < 3) {
      throw new CorruptDataException("a chunk is too short");
    }
    int head = ((bytes[from] & 0xff) << 8) | (bytes[from + 1] & 0xff);
    switch (encoding) {
      case XOR -> readXor(new BitStream(bytes, from + 2, to), head, out);
      case XOR2 ->
          readXor2(new BitStream(bytes, from + 3, to), head, new StartTimes(bytes[from + 2]), out);
      case HISTOGRAM, FLOAT_HISTOGRAM ->
          new HistogramReader(
                  new BitStream(bytes, from + 3, to),
                  encoding == FLOAT_HISTOGRAM,
                  (bytes[from + 2] & 0xff) >>> 6,
                  StartTimes.NONE)
              .read(head, out);
      case HISTOGRAM_START, FLOAT_HISTOGRAM_START ->
          new HistogramReader(
                  new BitStream(bytes, from + 3, to),
                  encoding == FLOAT_HISTOGRAM_START,
                  head >>> 14,
                  new StartTimes(bytes[from + 2]))
              .read(head & 0x3fff, out);
      default -> throw new CorruptDataException("a chunk has unknown encoding " + encoding);
    }
  }

  private static void readXor(BitStream in, int count, SampleColumns out) {
    XorValue value = new XorValue();
    long time = 0;
    long delta = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        time = in.varint();
        value.set(in.number());
      } else {
        delta = i == 1 ? in.uvarint() : delta + changeOfDelta(in);
        time += delta;
        value.next(in);
      }
      out.add(time, value.value());
    }
  }

  private static long changeOfDelta(BitStream in) {
    return switch (in.ones(4)) {
      case 0 -> 0;
      case 1 -> in.signed(14);
      case 2 -> in.signed(17);
      case 3 -> in.signed(20);
      default -> in.bits(64);
    };
  }

  private static void readXor2(BitStream in, int count, StartTimes starts, SampleColumns out) {
    XorValue value = new XorValue();
    long time = 0;
    long delta = 0;
    for (int i = 0; i < count; i++) {
      long before = time;
      boolean stale = false;
      if (i == 0) {
        time = in.varint();
        double first = in.number();
        stale = Sample.isStale(first);
        value.set(stale ? 0 : first);
      } else if (i == 1) {
        delta = in.uvarint();
        stale = readChange(in, value);
      } else {
        int control = in.ones(5);
        switch (control) {
          case 0 -> {}
          case 1 -> {
            if (in.bit() == 1) {
              value.readWindow(in);
            }
            value.change(in);
          }
          case 2 -> delta += twosComplement(in, 13);
          case 3 -> delta += twosComplement(in, 20);
          case 4 -> delta += in.bits(64);
          default -> stale = true;
        }
        if (control >= 2 && control <= 4) {
          stale = readChange(in, value);
        }
      }
      time += i == 0 ? 0 : delta;
      out.add(time, stale ? Sample.staleNan() : value.value());
      starts.next(in, i, before, time, out);
    }
  }

  /// `0` the same, `10` in the window before, `110` in a new window, `111` the staleness marker;
  /// whether it is that.
  private static boolean readChange(BitStream in, XorValue value) {
    switch (in.ones(3)) {
      case 0 -> {}
      case 1 -> value.change(in);
      case 2 -> {
        value.readWindow(in);
        value.change(in);
      }
      default -> {
        return true;
      }
    }
    return false;
  }

  private static long twosComplement(BitStream in, int size) {
    long value = in.bits(size);
    return value >= 1L << (size - 1) ? value - (1L << size) : value;
  }
}
