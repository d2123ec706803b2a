package io.mallwatch.doors.prometheus.read;

import io.mallwatch.metrics.NativeHistogram;
import java.util.Arrays;

/// Writes chunks as Prometheus stores them, which is how they travel in remote read: numbers with
/// deltas of deltas of times and XORs of values, histograms with their layout first.
///
/// Format: `tsdb/docs/format/chunks.md` of Prometheus; after Pelkonen and others, "Gorilla: A Fast,
/// Scalable, In-Memory Time Series Database" (2015).
final class GorillaChunk {

  private static final int MOST_LEADING = 31;

  private byte[] bytes = new byte[128];
  private int bits;

  /// Bits left and right of the last XOR that was written with a window of its own.
  private int leading = -1;

  private int trailing;

  private GorillaChunk() {}

  /// An XOR chunk of the samples in `[from, to)`; at least one, at most 65,535.
  static byte[] numbers(long[] times, double[] values, int from, int to) {
    GorillaChunk chunk = new GorillaChunk();
    chunk.put(to - from, 16);
    long before = 0;
    long delta = 0;
    for (int i = from; i < to; i++) {
      long time = times[i];
      if (i == from) {
        chunk.varint(time << 1 ^ time >> 63);
        chunk.put(Double.doubleToRawLongBits(values[i]), 64);
      } else {
        long step = time - before;
        if (i == from + 1) {
          chunk.varint(step);
        } else {
          chunk.change(step - delta);
        }
        delta = step;
        chunk.value(
            Double.doubleToRawLongBits(values[i - 1]), Double.doubleToRawLongBits(values[i]));
      }
      before = time;
    }
    return chunk.done();
  }

  /// A chunk of one histogram with float counts.
  static byte[] histogram(long time, NativeHistogram histogram) {
    GorillaChunk chunk = new GorillaChunk();
    chunk.put(1, 16);
    chunk.put(
        switch (histogram.hint()) {
          case UNKNOWN -> 0;
          case NOT_RESET -> 0b01;
          case RESET -> 0b10;
          case GAUGE -> 0b11;
        },
        2);
    chunk.put(0, 6);
    boolean stale = histogram.isStale();
    chunk.layout(stale ? NativeHistogram.stale() : histogram);
    chunk.varbits(time);
    chunk.put(Double.doubleToRawLongBits(stale ? 0 : histogram.count()), 64);
    chunk.put(Double.doubleToRawLongBits(stale ? 0 : histogram.zeroCount()), 64);
    chunk.put(Double.doubleToRawLongBits(histogram.sum()), 64);
    if (!stale) {
      for (double count : histogram.positiveBuckets()) {
        chunk.put(Double.doubleToRawLongBits(count), 64);
      }
      for (double count : histogram.negativeBuckets()) {
        chunk.put(Double.doubleToRawLongBits(count), 64);
      }
    }
    return chunk.done();
  }

  private byte[] done() {
    return Arrays.copyOf(bytes, (bits + 7) / 8);
  }

  /// Appends the lowest `count` bits.
  private void put(long value, int count) {
    int needed = (bits + count + 7) / 8;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
    int left = count;
    while (left > 0) {
      int room = 8 - (bits & 7);
      int taken = Math.min(room, left);
      int part = (int) (value >>> (left - taken)) & ((1 << taken) - 1);
      bytes[bits >> 3] |= (byte) (part << (room - taken));
      bits += taken;
      left -= taken;
    }
  }

  /// Base-128, lowest first.
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      put((rest & 0x7f) | 0x80, 8);
      rest >>>= 7;
    }
    put(rest, 8);
  }

  /// Whether `value` fits in so many bits, of which one more positive value than usual is made.
  private static boolean fits(long value, int count) {
    return -((1L << (count - 1)) - 1) <= value && value <= 1L << (count - 1);
  }

  /// A delta of deltas.
  private void change(long value) {
    if (value == 0) {
      put(0, 1);
    } else if (fits(value, 14)) {
      put(0b10, 2);
      put(value, 14);
    } else if (fits(value, 17)) {
      put(0b110, 3);
      put(value, 17);
    } else if (fits(value, 20)) {
      put(0b1110, 4);
      put(value, 20);
    } else {
      put(0b1111, 4);
      put(value, 64);
    }
  }

  private void value(long before, long now) {
    long xor = before ^ now;
    if (xor == 0) {
      put(0, 1);
      return;
    }
    put(1, 1);
    int zerosLeft = Math.min(Long.numberOfLeadingZeros(xor), MOST_LEADING);
    int zerosRight = Long.numberOfTrailingZeros(xor);
    if (leading >= 0 && zerosLeft >= leading && zerosRight >= trailing) {
      put(0, 1);
      put(xor >>> trailing, 64 - leading - trailing);
      return;
    }
    leading = zerosLeft;
    trailing = zerosRight;
    int significant = 64 - leading - trailing;
    put(1, 1);
    put(leading, 5);
    // 64 does not fit and is written as 0, which never occurs.
    put(significant & 63, 6);
    put(xor >>> trailing, significant);
  }

  private void layout(NativeHistogram histogram) {
    threshold(histogram.zeroThreshold());
    varbits(histogram.schema());
    spans(histogram.positiveSpans());
    spans(histogram.negativeSpans());
    if (histogram.usesCustomBuckets()) {
      unsignedVarbits(histogram.customValues().length);
      for (double bound : histogram.customValues()) {
        put(0, 1);
        put(Double.doubleToRawLongBits(bound), 64);
      }
    }
  }

  private void threshold(double threshold) {
    if (threshold == 0) {
      put(0, 8);
    } else {
      put(255, 8);
      put(Double.doubleToRawLongBits(threshold), 64);
    }
  }

  private void spans(int[] spans) {
    unsignedVarbits(spans.length / 2);
    for (int i = 0; i + 1 < spans.length; i += 2) {
      unsignedVarbits(spans[i + 1]);
      varbits(spans[i]);
    }
  }

  /// A signed number in 1 bit to 9 bytes.
  private void varbits(long value) {
    if (value == 0) {
      put(0, 1);
    } else if (fits(value, 3)) {
      put(0b10, 2);
      put(value, 3);
    } else if (fits(value, 6)) {
      put(0b110, 3);
      put(value, 6);
    } else if (fits(value, 9)) {
      put(0b1110, 4);
      put(value, 9);
    } else if (fits(value, 12)) {
      put(0b11110, 5);
      put(value, 12);
    } else if (fits(value, 18)) {
      put(0b111110, 6);
      put(value, 18);
    } else if (fits(value, 25)) {
      put(0b1111110, 7);
      put(value, 25);
    } else if (fits(value, 56)) {
      put(0b11111110, 8);
      put(value, 56);
    } else {
      put(0b11111111, 8);
      put(value, 64);
    }
  }

  /// A number of 0 or more, in the same classes.
  private void unsignedVarbits(long value) {
    if (value == 0) {
      put(0, 1);
    } else if (value < 1 << 3) {
      put(0b10, 2);
      put(value, 3);
    } else if (value < 1 << 6) {
      put(0b110, 3);
      put(value, 6);
    } else if (value < 1 << 9) {
      put(0b1110, 4);
      put(value, 9);
    } else if (value < 1 << 12) {
      put(0b11110, 5);
      put(value, 12);
    } else if (value < 1 << 18) {
      put(0b111110, 6);
      put(value, 18);
    } else {
      put(0b1111110, 7);
      put(value, 25);
    }
  }
}
