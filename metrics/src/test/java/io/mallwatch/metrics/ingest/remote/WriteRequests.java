package io.mallwatch.metrics.ingest.remote;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes requests of remote write as a sender does.
final class WriteRequests {

  /// A series with its samples; `example` is a trace id or empty.
  record Series(List<String> pairs, List<Row> rows, String example) {}

  private WriteRequests() {}

  static byte[] compress(byte[] plain) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
    return Arrays.copyOf(out, snappy.compress(plain, 0, plain.length, out, 0, out.length));
  }

  static List<String> pairs(Labels labels) {
    List<String> pairs = new ArrayList<>();
    labels.forEach(label -> {
      pairs.add(label.name());
      pairs.add(label.value());
    });
    return pairs;
  }

  static ProtoWriter v1(List<Series> all) {
    ProtoWriter request = new ProtoWriter();
    for (Series series : all) {
      ProtoWriter out = new ProtoWriter();
      for (int i = 0; i < series.pairs().size(); i += 2) {
        out.message(1, pair(series.pairs().get(i), series.pairs().get(i + 1)));
      }
      for (Row row : series.rows()) {
        if (row.histogram() == null) {
          out.message(2, new ProtoWriter().fixedDouble(1, row.value()).varint(2, row.timeMillis()));
        } else {
          out.message(4, histogram(row));
        }
      }
      if (!series.example().isEmpty()) {
        out.message(
            3,
            new ProtoWriter()
                .message(1, pair("trace_id", series.example()))
                .fixedDouble(2, 0.5)
                .varint(3, 1500));
      }
      request.message(1, out);
    }
    return request;
  }

  static ProtoWriter pair(String name, String value) {
    return new ProtoWriter().string(1, name).string(2, value);
  }

  static ProtoWriter v2(List<Series> all) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("", 0);
    List<ProtoWriter> written = new ArrayList<>();
    for (Series series : all) {
      ProtoWriter out = new ProtoWriter().bytes(1, refs(series.pairs(), symbols));
      for (Row row : series.rows()) {
        if (row.histogram() == null) {
          out.message(
              2,
              new ProtoWriter()
                  .fixedDouble(1, row.value())
                  .varint(2, row.timeMillis())
                  .varint(3, row.startMillis()));
        } else {
          out.message(3, histogram(row));
        }
      }
      if (!series.example().isEmpty()) {
        out.message(
            4,
            new ProtoWriter()
                .bytes(1, refs(List.of("trace_id", series.example()), symbols))
                .fixedDouble(2, 0.5)
                .varint(3, 1500));
      }
      out.message(
          5,
          new ProtoWriter()
              .varint(1, 1)
              .varint(3, symbols.computeIfAbsent("Some help.", _ -> symbols.size())));
      written.add(out);
    }
    ProtoWriter request = new ProtoWriter();
    symbols.keySet().forEach(symbol -> request.string(4, symbol));
    written.forEach(series -> request.message(5, series));
    return request;
  }

  private static byte[] refs(List<String> texts, Map<String, Integer> symbols) {
    ProtoWriter out = new ProtoWriter();
    for (String text : texts) {
      if (!symbols.containsKey(text)) {
        symbols.put(text, symbols.size());
      }
      out.rawVarint(symbols.get(text));
    }
    return out.toByteArray();
  }

  static ProtoWriter histogram(Row row) {
    NativeHistogram histogram = Objects.requireNonNull(row.histogram());
    boolean whole = histogram.count() == Math.rint(histogram.count()) && row.timeMillis() % 2 == 0;
    ProtoWriter out = new ProtoWriter();
    if (whole) {
      out.varint(1, (long) histogram.count()).varint(6, (long) histogram.zeroCount());
    } else {
      out.fixedDouble(2, histogram.count()).fixedDouble(7, histogram.zeroCount());
    }
    out.fixedDouble(3, histogram.sum()).varint(4, zigzag(histogram.schema()));
    out.fixedDouble(5, histogram.zeroThreshold());
    side(out, 8, histogram.negativeSpans(), histogram.negativeBuckets(), whole);
    side(out, 11, histogram.positiveSpans(), histogram.positiveBuckets(), whole);
    ProtoWriter bounds = new ProtoWriter();
    for (double bound : histogram.customValues()) {
      bounds.rawFixed64(Double.doubleToRawLongBits(bound));
    }
    return out.varint(14, histogram.hint().ordinal())
        .varint(15, row.timeMillis())
        .bytes(16, bounds.toByteArray())
        .varint(17, row.startMillis());
  }

  private static void side(
      ProtoWriter out, int field, int[] spans, double[] buckets, boolean whole) {
    for (int i = 0; i < spans.length; i += 2) {
      out.message(field, new ProtoWriter().varint(1, zigzag(spans[i])).varint(2, spans[i + 1]));
    }
    ProtoWriter packed = new ProtoWriter();
    long last = 0;
    for (double bucket : buckets) {
      if (whole) {
        packed.rawVarint(zigzag((long) bucket - last));
        last = (long) bucket;
      } else {
        packed.rawFixed64(Double.doubleToRawLongBits(bucket));
      }
    }
    out.bytes(whole ? field + 1 : field + 2, packed.toByteArray());
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }
}
