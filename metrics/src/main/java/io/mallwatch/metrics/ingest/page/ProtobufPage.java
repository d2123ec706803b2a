package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.metrics.ingest.LabelPairs;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.metrics.ingest.page.PageCollector.Example;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the protobuf format: `io.prometheus.client.MetricFamily` messages, each behind its length.
/// Not thread-safe; used for page after page.
final class ProtobufPage {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;
  private static final int DOMAIN = 20;
  private static final int COUNTER = 0;
  private static final int GAUGE = 1;
  private static final int SUMMARY = 2;
  private static final int UNTYPED = 3;
  private static final int HISTOGRAM = 4;
  private static final int GAUGE_HISTOGRAM = 5;
  private static final String[] TYPES = {
    "counter", "gauge", "summary", "unknown", "histogram", "gaugehistogram"
  };

  private final SeriesTable table;
  private final Families families;
  private final PageCollector collector;
  private final TextCache texts;
  private final ByteHash hash;
  private final ProtoCursor in = new ProtoCursor(new byte[0]);
  private final LabelPairs pairs = new LabelPairs();
  private final ProtobufHistogram histograms = new ProtobufHistogram(this);
  private SeriesRule rule;

  // the family at hand
  private String name = "";
  private int type;
  private long familyFirst;
  private long familySecond;

  // the metric at hand
  private int metricFrom;
  private int metricEnd;
  private long baseFirst;
  private long baseSecond;
  private long time;

  ProtobufPage(
      SeriesTable table,
      Families families,
      PageCollector collector,
      TextCache texts,
      ByteHash hash,
      SeriesRule rule) {
    this.table = table;
    this.families = families;
    this.collector = collector;
    this.texts = texts;
    this.hash = hash;
    this.rule = rule;
  }

  void rule(SeriesRule changed) {
    rule = changed;
  }

  PageCollector collector() {
    return collector;
  }

  ProtoCursor in() {
    return in;
  }

  boolean isGauge() {
    return type == GAUGE_HISTOGRAM;
  }

  String familyName() {
    return name;
  }

  /// Gives the samples of `page[0, length)` to the collector.
  ///
  /// @throws MalformedProtoException when it is no such page
  void read(byte[] page, int length) {
    int at = 0;
    while (at < length) {
      in.reset(page, at, length);
      long size = in.varint();
      int from = in.position();
      if (size < 0 || size > length - from) {
        throw new MalformedProtoException(
            "the page ends inside the family at offset %d".formatted(at));
      }
      in.reset(page, from, from + (int) size);
      family(from);
      collector.endFamily();
      at = from + (int) size;
    }
  }

  private void family(int from) {
    name = "";
    type = COUNTER;
    String help = "";
    String unit = "";
    boolean metrics = false;
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> name = text(in);
        case 2 << 3 | LENGTH -> help = text(in);
        case 3 << 3 | VARINT -> type = (int) in.varint();
        case 5 << 3 | LENGTH -> unit = text(in);
        case 4 << 3 | LENGTH -> {
          metrics = true;
          in.skip();
        }
        default -> in.skip();
      }
    }
    if (!metrics) {
      return;
    }
    if (name.isEmpty()) {
      throw new MalformedProtoException("a metric family has no name");
    }
    if (type < 0 || type >= TYPES.length) {
      throw new MalformedProtoException("metric %s has the unknown type %d".formatted(name, type));
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    hash.start(DOMAIN);
    hash.add(bytes, 0, bytes.length);
    familyFirst = hash.first();
    familySecond = hash.second();
    Family said = families.family(name);
    said.type(TYPES[type]);
    said.help(help);
    said.unit(unit);
    in.seek(from);
    while (in.next()) {
      if (in.tag() == (4 << 3 | LENGTH)) {
        metric();
      } else {
        in.skip();
      }
    }
  }

  private String text(ProtoCursor at) {
    int outer = at.enter();
    String text = texts.text(at.array(), at.position(), at.limit());
    at.leave(outer);
    if (text == null) {
      throw new MalformedProtoException("a text of metric %s is not UTF-8".formatted(name));
    }
    return text;
  }

  private void metric() {
    int outer = in.enter();
    metricFrom = in.position();
    metricEnd = in.limit();
    hash.start(DOMAIN + type);
    hash.add(familyFirst, familySecond);
    time = PageCollector.NO_TIME;
    int value = -1;
    while (in.next()) {
      if (in.tag() == (1 << 3 | LENGTH)) {
        int label = in.enter();
        hash.add(in.array(), in.position(), in.limit());
        in.leave(label);
      } else if (in.tag() == (6 << 3 | VARINT)) {
        long millis = in.varint();
        time = millis == 0 ? PageCollector.NO_TIME : millis;
      } else {
        value = in.tag() == (valueField() << 3 | LENGTH) ? in.position() : value;
        in.skip();
      }
    }
    baseFirst = hash.first();
    baseSecond = hash.second();
    int end = in.position();
    if (value >= 0) {
      in.seek(value);
      int inner = in.enter();
      value();
      in.leave(inner);
      in.seek(end);
    } else {
      absent();
    }
    in.leave(outer);
  }

  /// In which field of a metric the value of this type is.
  private int valueField() {
    return switch (type) {
      case COUNTER -> 3;
      case GAUGE -> 2;
      case SUMMARY -> 4;
      case UNTYPED -> 5;
      default -> 7;
    };
  }

  /// A message without fields may be left out; its value is zero then.
  private void absent() {
    if (type == COUNTER || type == GAUGE || type == UNTYPED) {
      collector.sample(series("", "", 0), time, 0, null);
    } else {
      throw new MalformedProtoException("metric %s has no value".formatted(name));
    }
  }

  private void value() {
    switch (type) {
      case COUNTER, GAUGE, UNTYPED -> number();
      case SUMMARY -> summary();
      case HISTOGRAM, GAUGE_HISTOGRAM -> histograms.read();
      default -> throw new IllegalStateException("type " + type);
    }
  }

  private void number() {
    double value = 0;
    long start = 0;
    Example example = null;
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | FIXED64 -> value = in.fixedDouble();
        case 2 << 3 | LENGTH -> example = example();
        case 3 << 3 | LENGTH -> start = timestamp();
        default -> in.skip();
      }
    }
    sample(series("", "", 0), value, start, example);
  }

  /// A sample of the metric at hand, unless its series is dropped.
  void sample(int id, double value, long start, @Nullable Example example) {
    collector.sample(id, time, value, example);
    collector.startedAt(start);
  }

  /// A histogram of the metric at hand, unless its series is dropped.
  void histogram(int id, NativeHistogram histogram, long start, List<Example> with) {
    collector.histogram(id, time, histogram, with);
    collector.startedAt(start);
  }

  private void summary() {
    int from = in.position();
    double count = 0;
    double sum = 0;
    long start = 0;
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> count = ProtobufHistogram.unsigned(in.varint());
        case 2 << 3 | FIXED64 -> sum = in.fixedDouble();
        case 4 << 3 | LENGTH -> start = timestamp();
        default -> in.skip();
      }
    }
    sample(series("_count", "", 0), count, start, null);
    sample(series("_sum", "", 0), sum, start, null);
    in.seek(from);
    while (in.next()) {
      if (in.tag() == (3 << 3 | LENGTH)) {
        quantile(start);
      } else {
        in.skip();
      }
    }
  }

  private void quantile(long start) {
    double quantile = 0;
    double value = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | FIXED64 -> quantile = in.fixedDouble();
        case 2 << 3 | FIXED64 -> value = in.fixedDouble();
        default -> in.skip();
      }
    }
    in.leave(outer);
    sample(series("", "quantile", quantile), value, start, null);
  }

  /// A `google.protobuf.Timestamp` in milliseconds.
  long timestamp() {
    long seconds = 0;
    long nanos = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> seconds = in.varint();
        case 2 << 3 | VARINT -> nanos = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    return seconds * 1000 + nanos / 1_000_000;
  }

  Example example() {
    pairs.clear();
    double value = 0;
    long at = PageCollector.NO_TIME;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> pair(in);
        case 2 << 3 | FIXED64 -> value = in.fixedDouble();
        case 3 << 3 | LENGTH -> at = timestamp();
        default -> in.skip();
      }
    }
    in.leave(outer);
    checkPairs();
    return new Example(pairs.labels(), value, at);
  }

  private void pair(ProtoCursor at) {
    String label = "";
    String value = "";
    int outer = at.enter();
    while (at.next()) {
      switch (at.tag()) {
        case 1 << 3 | LENGTH -> label = text(at);
        case 2 << 3 | LENGTH -> value = text(at);
        default -> at.skip();
      }
    }
    at.leave(outer);
    pairs.add(label, value);
    if (pairs.size() > LabelPairs.MOST) {
      throw new MalformedProtoException(
          "metric %s has more than %d labels".formatted(name, LabelPairs.MOST));
    }
  }

  private void checkPairs() {
    String twice = pairs.repeated();
    if (twice != null || pairs.has("")) {
      throw new MalformedProtoException(
          twice == null
              ? "metric %s has a label without a name".formatted(name)
              : "metric %s has label %s twice".formatted(name, twice));
    }
  }

  /// The series of the metric at hand with this suffix and, when `bound` names one, this label.
  int series(String suffix, String bound, double at) {
    hash.resume(baseFirst, baseSecond);
    hash.add(suffix.length() * 31L + bound.length());
    hash.add(Double.doubleToRawLongBits(at));
    long first = hash.first();
    long second = hash.second();
    int known = table.find(first, second);
    if (known >= 0) {
      return known;
    }
    pairs.clear();
    pairs.add(Labels.METRIC_NAME, name + suffix);
    labels();
    if (!bound.isEmpty()) {
      pairs.add(bound, GoNumbers.openMetrics(at));
    }
    checkPairs();
    Labels stored = rule.stored(pairs.labels());
    return table.add(first, second, 0, collector.key(stored));
  }

  private void labels() {
    ProtoCursor metric = new ProtoCursor(in.array(), metricFrom, metricEnd);
    while (metric.next()) {
      if (metric.tag() == (1 << 3 | LENGTH)) {
        pair(metric);
      } else {
        metric.skip();
      }
    }
  }
}
