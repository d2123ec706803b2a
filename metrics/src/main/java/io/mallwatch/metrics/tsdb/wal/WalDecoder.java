package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.Decimals;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// Reads the payloads that [WalEncoder] wrote.
final class WalDecoder {

  private static final int MAX_LABELS = 10_000;

  private WalDecoder() {}

  /// Hands the entries of one payload to `handler`.
  ///
  /// @throws CorruptDataException when the payload makes no sense although its checksum is right
  static void decode(int type, byte[] payload, WalHandler handler) {
    ByteSource in = new ByteSource(payload);
    switch (type) {
      case Frame.SERIES -> {
        while (in.hasMore()) {
          handler.series((int) in.varint(), labels(in));
        }
      }
      case Frame.SAMPLES -> samples(in, handler);
      case Frame.EXEMPLARS -> {
        while (in.hasMore()) {
          Labels series = labels(in);
          Labels labels = labels(in);
          long at = in.zigzag();
          handler.exemplar(new Exemplar(series, labels, Double.longBitsToDouble(in.u64()), at));
        }
      }
      case Frame.METADATA -> {
        while (in.hasMore()) {
          handler.metadata(new MetricMetadata(in.string(), in.string(), in.string(), in.string()));
        }
      }
      case Frame.DELETION -> {
        while (in.hasMore()) {
          handler.deletion((int) in.varint(), in.zigzag(), in.zigzag());
        }
      }
      case Frame.CHUNKS -> chunks(in, handler);
      default -> throw new CorruptDataException("unknown record type " + type);
    }
  }

  private static void samples(ByteSource in, WalHandler handler) {
    int ref = 0;
    long millis = 0;
    while (in.hasMore()) {
      ref += (int) in.zigzag();
      millis += in.zigzag();
      long coded = in.varint();
      int exponent = (int) (coded & 15);
      if (exponent == WalEncoder.RAW) {
        handler.sample(ref, millis, Double.longBitsToDouble(in.u64()));
      } else {
        long zigzag = coded >>> 4;
        long integer = (zigzag >>> 1) ^ -(zigzag & 1);
        handler.sample(ref, millis, Decimals.toDouble(integer, exponent));
      }
    }
  }

  private static void chunks(ByteSource in, WalHandler handler) {
    while (in.hasMore()) {
      int ref = (int) in.varint();
      long maxMillis = in.zigzag();
      double lastValue = Double.longBitsToDouble(in.u64());
      int count = in.count(1 << 24);
      List<Chunk> chunks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        chunks.add(Chunk.of(in.bytes(in.count(1 << 20))));
      }
      handler.chunks(ref, maxMillis, lastValue, chunks);
    }
  }

  private static Labels labels(ByteSource in) {
    int count = in.count(MAX_LABELS);
    String[] pairs = new String[count * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = in.string();
    }
    return Labels.of(pairs);
  }
}
