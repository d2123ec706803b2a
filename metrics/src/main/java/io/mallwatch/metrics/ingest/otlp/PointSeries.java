package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.KeyCache;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The series of the data point at hand: known by the bytes of what names them, or made of its
/// attributes and of what resource and scope give. Not thread-safe; one for each request.
final class PointSeries {

  private final ProtoCursor in;
  private final ByteHash hash;
  private final KeyCache<SeriesKey[]> known;
  private final OtlpNames names;
  private OtlpResource resource = new OtlpResource(Labels.EMPTY, Labels.EMPTY, null);
  private Labels scope = Labels.EMPTY;
  private long scopeFirst;
  private long scopeSecond;
  private long metricFirst;
  private long metricSecond;
  private int[] attributesAt = new int[16];
  private int attributeCount;
  private long first;
  private long second;

  PointSeries(ProtoCursor in, ByteHash hash, KeyCache<SeriesKey[]> known, OtlpNames names) {
    this.in = in;
    this.hash = hash;
    this.known = known;
    this.names = names;
  }

  /// Another scope of another or the same resource.
  ///
  /// @param hashFirst with `hashSecond` stands for both
  void context(OtlpResource of, Labels scopeLabels, long hashFirst, long hashSecond) {
    resource = of;
    scope = scopeLabels;
    scopeFirst = hashFirst;
    scopeSecond = hashSecond;
  }

  /// Another metric, named and typed by `bytes[from, to)` as far as names of series go.
  void metric(long hashFirst, long hashSecond) {
    hash.resume(scopeFirst, scopeSecond);
    hash.add(hashFirst, hashSecond);
    metricFirst = hash.first();
    metricSecond = hash.second();
  }

  void begin() {
    attributeCount = 0;
    first = metricFirst;
    second = metricSecond;
  }

  /// Notes the attribute that the cursor is at, and steps over it.
  void attribute() {
    if (attributeCount == attributesAt.length) {
      attributesAt = Arrays.copyOf(attributesAt, attributeCount * 2);
    }
    attributesAt[attributeCount++] = in.position();
    int outer = in.enter();
    hash.resume(first, second);
    hash.add(in.array(), in.position(), in.limit());
    in.leave(outer);
    first = hash.first();
    second = hash.second();
  }

  /// Says that the series also depend on a number: a bound, a quantile.
  void dependsOn(double number) {
    hash.resume(first, second);
    hash.add(Double.doubleToRawLongBits(number));
    first = hash.first();
    second = hash.second();
  }

  /// The series of such a point, if one came before.
  SeriesKey @Nullable [] find() {
    return known.find(first, second);
  }

  SeriesKey[] keep(SeriesKey[] made) {
    int weight = 0;
    for (SeriesKey key : made) {
      for (int i = 0; i < key.labels().size(); i++) {
        weight += 8 + key.labels().value(i).length();
      }
    }
    return known.keep(first, second, made, weight);
  }

  /// The labels of the point without a name.
  Labels labels() {
    Map<String, String> attributes = new TreeMap<>();
    int back = in.position();
    for (int i = 0; i < attributeCount; i++) {
      in.seek(attributesAt[i]);
      OtlpAttributes.read(in.message(), attributes);
    }
    in.seek(back);
    Map<String, String> labels = new TreeMap<>();
    attributes.forEach((key, value) -> {
      String name = key.equals(Labels.METRIC_NAME) ? "" : names.label(key);
      if (!name.isEmpty()) {
        labels.merge(name, value, (a, b) -> a.isEmpty() ? b : a + ";" + b);
      }
    });
    resource
        .promoted()
        .forEach(label -> {
          if (labels.getOrDefault(label.name(), "").isEmpty()) {
            labels.put(label.name(), label.value());
          }
        });
    return Labels.of(labels).with(resource.identity()).with(scope);
  }
}
