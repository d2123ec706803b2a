package io.mallwatch.metrics.ingest;

import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// A `HistogramDataPoint` of OTLP.
///
/// @param counts of each bucket by itself; one more than bounds, or none
/// @param bounds upper, inclusive, increasing
record OtlpHistogram(
    Map<String, String> attributes,
    long millis,
    long count,
    OptionalDouble sum,
    List<Long> counts,
    List<Double> bounds,
    List<ProtoCursor> exemplars,
    boolean noRecordedValue) {

  static OtlpHistogram read(ProtoCursor in) {
    Map<String, String> attributes = new TreeMap<>();
    long millis = 0;
    long count = 0;
    OptionalDouble sum = OptionalDouble.empty();
    List<Long> counts = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    List<ProtoCursor> exemplars = new ArrayList<>();
    long flags = 0;
    while (in.next()) {
      switch (in.field()) {
        case 9 -> OtlpAttributes.read(in.message(), attributes);
        case 3 -> millis = in.fixed64() / 1_000_000;
        case 4 -> count = in.fixed64();
        case 5 -> sum = OptionalDouble.of(in.fixedDouble());
        case 6 -> counts(in, counts);
        case 7 -> bounds(in, bounds);
        case 8 -> exemplars.add(in.message());
        case 10 -> flags = in.varint();
        default -> in.skip();
      }
    }
    return new OtlpHistogram(
        attributes, millis, count, sum, counts, bounds, exemplars, (flags & 1) != 0);
  }

  private static void counts(ProtoCursor in, List<Long> into) {
    if (in.wireType() == ProtoCursor.FIXED64) {
      into.add(in.fixed64());
      return;
    }
    ProtoCursor packed = in.message();
    while (packed.position() < packed.limit()) {
      into.add(packed.fixed64());
    }
  }

  private static void bounds(ProtoCursor in, List<Double> into) {
    if (in.wireType() == ProtoCursor.FIXED64) {
      into.add(in.fixedDouble());
      return;
    }
    ProtoCursor packed = in.message();
    while (packed.position() < packed.limit()) {
      into.add(packed.fixedDouble());
    }
  }
}
