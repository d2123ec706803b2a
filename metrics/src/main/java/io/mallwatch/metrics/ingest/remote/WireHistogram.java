package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.HistogramBuilder;
import io.mallwatch.model.wire.ProtoCursor;

/// Reads `Histogram` of remote write, the same in 1.0 and 2.0. Not thread-safe.
final class WireHistogram {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;

  private final HistogramBuilder builder = new HistogramBuilder();
  private long timeMillis;
  private long startMillis;

  /// The cursor is at the field.
  void read(ProtoCursor in) {
    builder.clear();
    timeMillis = 0;
    startMillis = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> builder.count(unsigned(in.varint()));
        case 2 << 3 | FIXED64 -> {
          builder.floating();
          builder.count(in.fixedDouble());
        }
        case 3 << 3 | FIXED64 -> builder.sum(in.fixedDouble());
        case 4 << 3 | VARINT -> builder.schema((int) in.zigzag());
        case 5 << 3 | FIXED64 -> builder.zeroThreshold(in.fixedDouble());
        case 6 << 3 | VARINT -> builder.zeroCount(unsigned(in.varint()));
        case 7 << 3 | FIXED64 -> builder.zeroCount(in.fixedDouble());
        default -> rest(in);
      }
    }
    in.leave(outer);
  }

  private void rest(ProtoCursor in) {
    switch (in.field()) {
      case 8 -> builder.negative().readSpan(in);
      case 9 -> builder.negative().readDeltas(in);
      case 10 -> builder.negative().readCounts(in);
      case 11 -> builder.positive().readSpan(in);
      case 12 -> builder.positive().readDeltas(in);
      case 13 -> builder.positive().readCounts(in);
      case 14 -> builder.hint(hint(in.varint()));
      case 15 -> timeMillis = in.varint();
      case 16 -> bounds(in);
      case 17 -> startMillis = in.varint();
      default -> in.skip();
    }
  }

  private void bounds(ProtoCursor in) {
    if (in.wireType() != ProtoCursor.LENGTH) {
      builder.bound(in.fixedDouble());
      return;
    }
    int outer = in.enter();
    while (in.position() < in.limit()) {
      builder.bound(in.fixedDouble());
    }
    in.leave(outer);
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  private static ResetHint hint(long value) {
    return switch ((int) value) {
      case 1 -> ResetHint.RESET;
      case 2 -> ResetHint.NOT_RESET;
      case 3 -> ResetHint.GAUGE;
      default -> ResetHint.UNKNOWN;
    };
  }

  HistogramBuilder builder() {
    return builder;
  }

  long timeMillis() {
    return timeMillis;
  }

  long startMillis() {
    return startMillis;
  }
}
