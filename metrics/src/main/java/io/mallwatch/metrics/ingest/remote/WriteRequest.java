package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.KeyCache;
import io.mallwatch.metrics.ingest.LabelPairs;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads `prometheus.WriteRequest` of remote write 1.0
/// (prometheus.io/docs/specs/prw/remote_write_spec). Labels that are not sorted are taken as well.
/// Not thread-safe; used again and again.
final class WriteRequest {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;
  private static final int DOMAIN = 1;
  private static final String[] TYPES = {
    "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"
  };

  private final ProtoCursor in = new ProtoCursor(new byte[0]);
  private final LabelPairs pairs = new LabelPairs();
  private final ByteHash hash;
  private final KeyCache<SeriesKey> keys;
  private final KeyCache.Walk<SeriesKey> walk;
  private final TextCache texts;
  private int[] exemplarsAt = new int[8];
  private int exemplarCount;
  private String refusal = "";
  private String refusalDetail = "";

  WriteRequest(ByteHash hash, KeyCache<SeriesKey> keys, TextCache texts) {
    this.hash = hash;
    this.keys = keys;
    this.walk = keys.walk();
    this.texts = texts;
  }

  /// Reads `bytes[0, length)` into `into`.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no such message
  void read(byte[] bytes, int length, Gathered into) {
    in.reset(bytes, 0, length);
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> timeSeries(into);
        case 3 << 3 | LENGTH -> metadata(into);
        default -> in.skip();
      }
    }
  }

  private void timeSeries(Gathered into) {
    int outer = in.enter();
    into.beginSeries();
    exemplarCount = 0;
    int from = in.position();
    in.skipRun(1 << 3 | LENGTH);
    int to = in.position();
    hash.start(DOMAIN);
    hash.add(in.array(), from, to);
    long first = hash.first();
    long second = hash.second();
    SeriesKey key = walk.find(first, second);
    if (key == null) {
      key = newKey(from, to);
      if (key != null) {
        key = keys.keep(first, second, key, pairs.weight());
      }
      in.seek(to);
    }
    boolean scattered = false;
    while (in.next()) {
      switch (in.tag()) {
        case 2 << 3 | LENGTH -> sample(into.points());
        case 4 << 3 | LENGTH -> {
          into.histogram().read(in);
          into.addHistogram(key);
        }
        case 3 << 3 | LENGTH -> noteExemplar();
        case 1 << 3 | LENGTH -> {
          scattered = true;
          in.skip();
        }
        default -> in.skip();
      }
    }
    int end = in.position();
    if (scattered) {
      key = newKey(from, end);
    }
    finish(into, key);
    in.seek(end);
    in.leave(outer);
  }

  private void finish(Gathered into, @Nullable SeriesKey key) {
    if (key == null) {
      int points = into.points().size() + into.histogramPoints().size();
      into.rejections().add(refusal, points, refusalDetail);
      return;
    }
    into.endSeries(key);
    for (int i = 0; i < exemplarCount; i++) {
      in.seek(exemplarsAt[i]);
      exemplar(into, key);
    }
  }

  /// The key of the labels between two places of the series; null, with a refusal, when they are
  /// bad.
  private @Nullable SeriesKey newKey(int from, int to) {
    pairs.clear();
    in.seek(from);
    while (in.position() < to && in.next()) {
      if (in.tag() != (1 << 3 | LENGTH)) {
        in.skip();
      } else if (pairs.size() == LabelPairs.MOST) {
        return refuse(
            "label_limit", "%s has more than %d labels".formatted(pairs.shown(), LabelPairs.MOST));
      } else if (!pair()) {
        return refuse("bad_utf8", "%s has a label that is not UTF-8".formatted(pairs.shown()));
      }
    }
    String problem = pairs.problem();
    return problem == null ? new SeriesKey(pairs.labels()) : refuse("bad_label", problem);
  }

  private @Nullable SeriesKey refuse(String reason, String detail) {
    refusal = reason;
    refusalDetail = detail;
    return null;
  }

  /// Reads a `Label`; false when it is not UTF-8.
  private boolean pair() {
    String name = "";
    String value = "";
    boolean good = true;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> {
          String text = text();
          good &= text != null;
          name = text == null ? "" : text;
        }
        case 2 << 3 | LENGTH -> {
          String text = text();
          good &= text != null;
          value = text == null ? "" : text;
        }
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (good) {
      pairs.add(name, value);
    }
    return good;
  }

  private @Nullable String text() {
    int outer = in.enter();
    String text = texts.text(in.array(), in.position(), in.limit());
    in.leave(outer);
    return text;
  }

  private void sample(SeriesPoints points) {
    double value = 0;
    long millis = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | FIXED64 -> value = in.fixedDouble();
        case 2 << 3 | VARINT -> millis = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    points.add(millis, value, 0);
  }

  private void noteExemplar() {
    if (exemplarCount == exemplarsAt.length) {
      exemplarsAt = Arrays.copyOf(exemplarsAt, exemplarCount * 2);
    }
    exemplarsAt[exemplarCount++] = in.position();
    in.skip();
  }

  private void exemplar(Gathered into, SeriesKey key) {
    pairs.clear();
    double value = 0;
    long millis = 0;
    boolean good = true;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> good = pairs.size() < LabelPairs.MOST && pair() && good;
        case 2 << 3 | FIXED64 -> value = in.fixedDouble();
        case 3 << 3 | VARINT -> millis = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (!good || pairs.has("") || pairs.repeated() != null) {
      into.rejections().warn("an exemplar of %s has bad labels".formatted(key));
    } else {
      into.exemplar(key, pairs.labels(), value, millis);
    }
  }

  private void metadata(Gathered into) {
    int type = 0;
    String family = "";
    String help = "";
    String unit = "";
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> type = (int) in.varint();
        case 2 << 3 | LENGTH -> family = in.string();
        case 4 << 3 | LENGTH -> help = in.string();
        case 5 << 3 | LENGTH -> unit = in.string();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (!family.isEmpty()) {
      String name = type >= 0 && type < TYPES.length ? TYPES[type] : TYPES[0];
      into.numbers().add(new MetricMetadata(family, name, help, unit));
    }
  }
}
