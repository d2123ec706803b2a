package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.KeyCache;
import io.mallwatch.metrics.ingest.LabelPairs;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads `io.prometheus.write.v2.Request` of remote write 2.0
/// (prometheus.io/docs/specs/prw/remote_write_spec_2_0). Not thread-safe; used again and again.
final class WriteRequestV2 {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;
  private static final int DOMAIN = 3;
  private static final int SAID_DOMAIN = 4;
  private static final byte[] NAME = Labels.METRIC_NAME.getBytes(StandardCharsets.UTF_8);
  private static final String[] TYPES = {
    "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"
  };

  private final ProtoCursor in = new ProtoCursor(new byte[0]);
  private final LabelPairs pairs = new LabelPairs();
  private final ByteHash hash;
  private final Symbols symbols;
  private final KeyCache<SeriesKey> keys;
  private final KeyCache.Walk<SeriesKey> walk;
  private final KeyCache<Boolean> said;
  private final int maxSymbols;
  private int[] refs = new int[64];
  private int refCount;
  private final long nameFirst;
  private final long nameSecond;
  private final long[] nameHash = new long[2]; // of the metric name of the series at hand
  private int[] exemplarsAt = new int[8];
  private int exemplarCount;
  private long[] newlySaid = new long[16];
  private int newlySaidCount;
  private String refusal = "";
  private String refusalDetail = "";

  WriteRequestV2(
      ByteHash hash,
      KeyCache<SeriesKey> keys,
      KeyCache<Boolean> said,
      TextCache texts,
      int maxSymbols) {
    this.hash = hash;
    this.keys = keys;
    this.walk = keys.walk();
    this.said = said;
    this.symbols = new Symbols(hash, texts);
    this.maxSymbols = maxSymbols;
    hash.start(Symbols.DOMAIN);
    hash.add(NAME, 0, NAME.length);
    nameFirst = hash.first();
    nameSecond = hash.second();
  }

  /// Reads `bytes[0, length)` into `into`.
  ///
  /// @throws MalformedProtoException when it is no such message, or has too many symbols
  void read(byte[] bytes, int length, Gathered into) {
    newlySaidCount = 0;
    symbols.clear(bytes);
    in.reset(bytes, 0, length);
    while (in.next()) {
      if (in.tag() == (4 << 3 | LENGTH)) {
        int outer = in.enter();
        symbols.add(in.position(), in.limit());
        in.leave(outer);
        if (symbols.size() > maxSymbols) {
          throw new MalformedProtoException(
              "the request has more than %d symbols".formatted(maxSymbols));
        }
      } else {
        in.skip();
      }
    }
    in.reset(bytes, 0, length);
    while (in.next()) {
      if (in.tag() == (5 << 3 | LENGTH)) {
        timeSeries(into);
      } else {
        in.skip();
      }
    }
  }

  /// Says that what was read last is written, metadata too, so that it need not be written again.
  void wasWritten() {
    for (int i = 0; i < newlySaidCount; i += 2) {
      said.keep(newlySaid[i], newlySaid[i + 1], true, 16);
    }
    newlySaidCount = 0;
  }

  private void timeSeries(Gathered into) {
    int outer = in.enter();
    int from = in.position();
    into.beginSeries();
    refCount = 0;
    exemplarCount = 0;
    int metadataAt = -1;
    boolean histograms = false;
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> refs();
        case 1 << 3 | VARINT -> ref(in.varint());
        case 2 << 3 | LENGTH -> sample(into.points());
        case 3 << 3 | LENGTH -> {
          histograms = true;
          in.skip();
        }
        case 4 << 3 | LENGTH -> noteExemplar();
        case 5 << 3 | LENGTH -> {
          metadataAt = in.position();
          in.skip();
        }
        default -> in.skip();
      }
    }
    int end = in.position();
    SeriesKey key = key();
    if (histograms) {
      in.seek(from);
      histograms(into, key);
    }
    if (key != null && into.points().size() == 0 && !histograms) {
      into.rejections()
          .add("empty_series", 0, "%s has neither sample nor histogram".formatted(key));
    }
    finish(into, key, metadataAt);
    in.seek(end);
    in.leave(outer);
  }

  private void histograms(Gathered into, @Nullable SeriesKey key) {
    while (in.next()) {
      if (in.tag() == (3 << 3 | LENGTH)) {
        into.histogram().read(in);
        into.addHistogram(key);
      } else {
        in.skip();
      }
    }
  }

  private void finish(Gathered into, @Nullable SeriesKey key, int metadataAt) {
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
    if (metadataAt >= 0) {
      in.seek(metadataAt);
      metadata(into, key);
    }
  }

  private void refs() {
    int outer = in.enter();
    while (in.position() < in.limit()) {
      ref(in.varint());
    }
    in.leave(outer);
  }

  private void ref(long value) {
    if (refCount == refs.length) {
      refs = Arrays.copyOf(refs, refCount * 2);
    }
    refs[refCount++] = value < 0 || value >= symbols.size() ? -1 : (int) value;
  }

  /// The key of the labels that `refs` name; null, with a refusal, when they are bad.
  private @Nullable SeriesKey key() {
    String problem = refsProblem();
    if (!problem.isEmpty()) {
      return refuse("bad_label", problem);
    }
    hash.start(DOMAIN);
    long first = hash.first();
    long second = hash.second();
    for (int i = 0; i < refCount; i++) {
      long symbolFirst = symbols.first(refs[i]);
      long symbolSecond = symbols.second(refs[i]);
      if (i % 2 == 0 && symbolFirst == nameFirst && symbolSecond == nameSecond) {
        nameHash[0] = symbols.first(refs[i + 1]);
        nameHash[1] = symbols.second(refs[i + 1]);
      }
      hash.resume(first, second);
      hash.add(symbolFirst, symbolSecond);
      first = hash.first();
      second = hash.second();
    }
    SeriesKey known = walk.find(first, second);
    if (known != null) {
      return known;
    }
    if (refCount / 2 > LabelPairs.MOST) {
      return refuse(
          "label_limit",
          "a series has %d labels, more than %d".formatted(refCount / 2, LabelPairs.MOST));
    }
    if (!pairs()) {
      return refuse("bad_utf8", "%s has a label that is not UTF-8".formatted(pairs.shown()));
    }
    String bad = pairs.problem();
    return bad != null
        ? refuse("bad_label", bad)
        : keys.keep(first, second, new SeriesKey(pairs.labels()), pairs.weight());
  }

  private String refsProblem() {
    if (refCount % 2 != 0) {
      return "a series has %d references to symbols, an odd number".formatted(refCount);
    }
    for (int i = 0; i < refCount; i++) {
      if (refs[i] < 0) {
        return "a series refers to a symbol beyond the %d there are".formatted(symbols.size());
      }
    }
    return "";
  }

  /// Makes `pairs` of `refs`; false when a text is not UTF-8.
  private boolean pairs() {
    pairs.clear();
    for (int i = 0; i < refCount; i += 2) {
      String name = symbols.text(refs[i]);
      String value = symbols.text(refs[i + 1]);
      if (name == null || value == null) {
        return false;
      }
      pairs.add(name, value);
    }
    return true;
  }

  private @Nullable SeriesKey refuse(String reason, String detail) {
    refusal = reason;
    refusalDetail = detail;
    return null;
  }

  private void sample(SeriesPoints points) {
    double value = 0;
    long millis = 0;
    long start = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | FIXED64 -> value = in.fixedDouble();
        case 2 << 3 | VARINT -> millis = in.varint();
        case 3 << 3 | VARINT -> start = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    points.add(millis, value, start);
  }

  private void noteExemplar() {
    if (exemplarCount == exemplarsAt.length) {
      exemplarsAt = Arrays.copyOf(exemplarsAt, exemplarCount * 2);
    }
    exemplarsAt[exemplarCount++] = in.position();
    in.skip();
  }

  private void exemplar(Gathered into, SeriesKey key) {
    refCount = 0;
    double value = 0;
    long millis = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> refs();
        case 1 << 3 | VARINT -> ref(in.varint());
        case 2 << 3 | FIXED64 -> value = in.fixedDouble();
        case 3 << 3 | VARINT -> millis = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    boolean good = refCount / 2 <= LabelPairs.MOST && refsProblem().isEmpty() && pairs();
    if (!good || pairs.has("") || pairs.repeated() != null) {
      into.rejections().add("bad_exemplar", 0, "an exemplar of %s has bad labels".formatted(key));
    } else {
      into.exemplar(key, pairs.labels(), value, millis);
    }
  }

  private void metadata(Gathered into, SeriesKey key) {
    long type = 0;
    long help = 0;
    long unit = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | VARINT -> type = in.varint();
        case 3 << 3 | VARINT -> help = in.varint();
        case 4 << 3 | VARINT -> unit = in.varint();
        default -> in.skip();
      }
    }
    in.leave(outer);
    if (help < 0 || help >= symbols.size() || unit < 0 || unit >= symbols.size()) {
      if (help != 0 || unit != 0) {
        into.rejections()
            .add("bad_metadata", 0, "metadata of %s refers to no symbol".formatted(key));
      }
      return;
    }
    boolean known = type > 0 && type < TYPES.length;
    if (known || !symbols.isEmpty((int) help) || !symbols.isEmpty((int) unit)) {
      say(into, key, TYPES[known ? (int) type : 0], (int) help, (int) unit);
    }
  }

  private void say(Gathered into, SeriesKey key, String type, int help, int unit) {
    long helpFirst = symbols.first(help);
    long unitFirst = symbols.first(unit);
    hash.start(SAID_DOMAIN);
    hash.add(nameHash[0], nameHash[1]);
    hash.add(type.charAt(0) << 16 | type.length());
    hash.add(helpFirst, symbols.second(help));
    hash.add(unitFirst, symbols.second(unit));
    long first = hash.first();
    long second = hash.second();
    if (said.find(first, second) != null) {
      return;
    }
    String helpText = symbols.text(help);
    String unitText = symbols.text(unit);
    into.numbers()
        .add(
            new MetricMetadata(
                family(key.labels().metricName(), type),
                type,
                helpText == null ? "" : helpText,
                unitText == null ? "" : unitText));
    if (newlySaidCount == newlySaid.length) {
      newlySaid = Arrays.copyOf(newlySaid, newlySaidCount * 2);
    }
    newlySaid[newlySaidCount++] = first;
    newlySaid[newlySaidCount++] = second;
  }

  /// The family that a series is of: series of histograms and summaries have suffixes.
  private static String family(String metric, String type) {
    if (!type.equals("histogram") && !type.equals("gaugehistogram") && !type.equals("summary")) {
      return metric;
    }
    for (String suffix : new String[] {"_bucket", "_count", "_sum"}) {
      if (metric.endsWith(suffix)) {
        return metric.substring(0, metric.length() - suffix.length());
      }
    }
    return metric;
  }
}
