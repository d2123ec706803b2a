package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// Reads the payloads that [WalEncoder] wrote. Not thread-safe.
final class WalDecoder {

  private static final int MAX_LABELS = 10_000;
  private static final int MAX_CHUNKS = 1 << 24;

  private final WalHandler handler;

  /// Texts in the frame, in the order they came.
  private final List<String> texts = new ArrayList<>();

  WalDecoder(WalHandler handler) {
    this.handler = handler;
  }

  /// Hands on the entries of one payload.
  ///
  /// @throws CorruptDataException when the payload makes no sense although its checksum is right
  void decode(int type, ByteSource in) {
    switch (type) {
      case Frame.SERIES -> {
        texts.clear();
        while (in.hasMore()) {
          series(in);
        }
      }
      case Frame.SAMPLES -> samples(in);
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
      case Frame.SAVED -> {
        while (in.hasMore()) {
          handler.saved(saved(in));
        }
      }
      default -> throw new CorruptDataException("unknown record type " + type);
    }
  }

  private void series(ByteSource in) {
    int ref = (int) in.varint();
    String[] pairs = new String[in.count(MAX_LABELS) * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = text(in);
    }
    handler.series(ref, sorted(pairs));
  }

  private static Labels sorted(String[] pairs) {
    try {
      return Labels.ofSortedPairs(pairs);
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("labels are not in order", e);
    }
  }

  private String text(ByteSource in) {
    int number = in.count(texts.size());
    if (number > 0) {
      return texts.get(number - 1);
    }
    String text = in.string();
    texts.add(text);
    return text;
  }

  private void samples(ByteSource in) {
    int ref = 0;
    long millis = 0;
    while (in.hasMore()) {
      long first = in.varint();
      long step = first >>> WalEncoder.REF_SHIFT;
      ref += (int) unzigzag(step);
      if ((first & WalEncoder.OTHER_TIME) != 0) {
        millis += in.zigzag();
      }
      long start = (first & WalEncoder.HAS_START) != 0 ? millis - in.zigzag() : 0;
      long coded = in.varint();
      int kind = (int) (coded & WalEncoder.VALUE_BITS);
      if (kind == WalEncoder.HISTOGRAM) {
        handler.histogram(ref, millis, in.bytes(in.count(1 << 24)), start);
      } else if (kind == WalEncoder.RAW) {
        handler.sample(ref, millis, Double.longBitsToDouble(in.u64()), start);
      } else {
        long integer = unzigzag(coded >>> WalEncoder.VALUE_SHIFT);
        handler.sample(ref, millis, integer / WalEncoder.POWERS[kind], start);
      }
    }
  }

  private static long unzigzag(long raw) {
    return (raw >>> 1) ^ -(raw & 1);
  }

  private static SavedSeries saved(ByteSource in) {
    int ref = (int) in.varint();
    long maxMillis = in.zigzag();
    long lastBits = in.u64();
    boolean histogram = in.u8() == 1;
    List<Chunk> chunks = chunks(in);
    List<Chunk> late = chunks(in);
    int openCount = in.count(1 << 20);
    byte[] open = in.bytes(in.count(1 << 24));
    return new SavedSeries(ref, maxMillis, lastBits, histogram, chunks, open, openCount, late);
  }

  private static List<Chunk> chunks(ByteSource in) {
    int count = in.count(MAX_CHUNKS);
    if (count == 0) {
      return List.of();
    }
    List<Chunk> chunks = new ArrayList<>(Math.min(count, 1000));
    for (int i = 0; i < count; i++) {
      long min = in.zigzag();
      long max = min + in.varint();
      int samples = in.count(1 << 20);
      byte[] bytes = in.bytes(in.count(1 << 24));
      chunks.add(new Chunk(min, max, samples, bytes));
    }
    return chunks;
  }

  private static Labels labels(ByteSource in) {
    String[] pairs = new String[in.count(MAX_LABELS) * 2];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = in.string();
    }
    return sorted(pairs);
  }
}
