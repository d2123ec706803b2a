package io.mallwatch.doors.prometheus.read;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;

/// Stored samples as messages of `prompb/types.proto`.
final class ReadMessages {

  private ReadMessages() {}

  /// A `prometheus.TimeSeries`.
  static ProtoWriter timeSeries(Labels labels, SampleColumns columns) {
    ProtoWriter out = new ProtoWriter();
    labels(out, labels);
    NativeHistogram[] histograms = columns.histograms();
    for (int i = 0; i < columns.size(); i++) {
      long time = columns.times()[i];
      NativeHistogram histogram = histograms == null ? null : histograms[i];
      if (histogram == null) {
        out.message(2, new ProtoWriter().fixedDouble(1, columns.values()[i]).varint(2, time));
      } else {
        out.message(4, histogram(histogram, time));
      }
    }
    return out;
  }

  static void labels(ProtoWriter out, Labels labels) {
    for (Label label : labels) {
      out.message(1, new ProtoWriter().string(1, label.name()).string(2, label.value()));
    }
  }

  /// A `prometheus.Histogram` whose counts are floats.
  private static ProtoWriter histogram(NativeHistogram histogram, long time) {
    ProtoWriter out =
        new ProtoWriter()
            .fixedDouble(2, histogram.count())
            .fixedDouble(3, histogram.sum())
            .zigzag(4, histogram.schema())
            .fixedDouble(5, histogram.zeroThreshold())
            .fixedDouble(7, histogram.zeroCount());
    spans(out, 8, histogram.negativeSpans());
    doubles(out, 10, histogram.negativeBuckets());
    spans(out, 11, histogram.positiveSpans());
    doubles(out, 13, histogram.positiveBuckets());
    out.varint(
        14,
        switch (histogram.hint()) {
          case UNKNOWN -> 0;
          case RESET -> 1;
          case NOT_RESET -> 2;
          case GAUGE -> 3;
        });
    out.varint(15, time);
    doubles(out, 16, histogram.customValues());
    return out;
  }

  private static void spans(ProtoWriter out, int field, int[] spans) {
    for (int i = 0; i + 1 < spans.length; i += 2) {
      out.message(field, new ProtoWriter().zigzag(1, spans[i]).varint(2, spans[i + 1]));
    }
  }

  private static void doubles(ProtoWriter out, int field, double[] values) {
    if (values.length > 0) {
      ProtoWriter packed = new ProtoWriter();
      for (double value : values) {
        packed.rawFixed64(Double.doubleToRawLongBits(value));
      }
      out.bytes(field, packed.toByteArray());
    }
  }
}
