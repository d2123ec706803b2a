package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.metrics.ingest.Rejections;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// Turns the data points of metrics into samples. Not thread-safe; one for each request.
final class OtlpPoints {

  private static final int VARINT = ProtoCursor.VARINT;
  private static final int FIXED64 = ProtoCursor.FIXED64;
  private static final int LENGTH = ProtoCursor.LENGTH;
  private static final int NO_RECORDED_VALUE = 1;

  private final OtlpMetrics owner;
  private final ProtoCursor in;
  private final PointSeries series;
  private final MetricBatch batch;
  private final Rejections rejections;
  private final OtlpExemplars exemplars;
  private final OtlpHistogram histogram = new OtlpHistogram();
  private int count;

  // the point at hand
  private String name = "";
  private boolean delta;
  private long millis;
  private long startMillis;
  private boolean stale;
  private double[] quantiles = new double[8];

  OtlpPoints(
      OtlpMetrics owner,
      ProtoCursor in,
      PointSeries series,
      MetricBatch batch,
      Rejections rejections) {
    this.owner = owner;
    this.in = in;
    this.series = series;
    this.batch = batch;
    this.rejections = rejections;
    this.exemplars = new OtlpExemplars(in, batch);
  }

  /// Points read so far, good and bad.
  int count() {
    return count;
  }

  /// Reads the points of a metric; the cursor is in its data.
  void read(OtlpFamily family, OtlpData data) {
    count += data.points();
    name = family.name();
    if (name.isEmpty()) {
      rejections.add("bad_name", data.points(), "a metric has no name that could be stored");
      return;
    }
    if (data.isUnclear()) {
      rejections.add(
          "bad_temporality", data.points(), "%s is neither cumulative nor delta".formatted(name));
      return;
    }
    delta = data.isDelta();
    if (delta && !owner.config().deltas().accumulated()) {
      rejections.add("delta", data.points(), "%s is delta, which is not taken".formatted(name));
      return;
    }
    if (data.points() > 0) {
      batch.add(family.metadata());
    }
    while (in.next()) {
      if (in.tag() == (1 << 3 | LENGTH)) {
        int outer = in.enter();
        begin();
        switch (data.kind()) {
          case OtlpData.GAUGE, OtlpData.SUM -> number();
          case OtlpData.HISTOGRAM -> histogram();
          case OtlpData.EXPONENTIAL -> exponential();
          default -> summary();
        }
        in.leave(outer);
      } else {
        in.skip();
      }
    }
  }

  private void begin() {
    series.begin();
    exemplars.clear();
    millis = 0;
    startMillis = 0;
    stale = false;
  }

  private long millis() {
    return in.fixed64() / 1_000_000;
  }

  private void flags() {
    stale = (in.varint() & NO_RECORDED_VALUE) != 0;
  }

  private void number() {
    double value = 0;
    while (in.next()) {
      switch (in.tag()) {
        case 7 << 3 | LENGTH -> series.attribute();
        case 2 << 3 | FIXED64 -> startMillis = millis();
        case 3 << 3 | FIXED64 -> millis = millis();
        case 4 << 3 | FIXED64 -> value = in.fixedDouble();
        case 6 << 3 | FIXED64 -> value = (double) in.fixed64();
        case 5 << 3 | LENGTH -> exemplars.note();
        case 8 << 3 | VARINT -> flags();
        default -> in.skip();
      }
    }
    SeriesKey key = single();
    if (add(key, value)) {
      exemplars.addAll(key);
    }
  }

  /// The one series of the point.
  private SeriesKey single() {
    SeriesKey[] keys = series.find();
    if (keys == null) {
      keys = series.keep(new SeriesKey[] {named(series.labels(), "")});
    }
    return keys[0];
  }

  private SeriesKey named(Labels labels, String suffix) {
    return new SeriesKey(labels.with(Labels.METRIC_NAME, name + suffix));
  }

  /// Adds a sample; false when it is a delta that comes too late.
  private boolean add(SeriesKey key, double value) {
    double stored = stale ? Sample.staleNan() : value;
    if (delta && !stale) {
      OptionalDouble sum = owner.deltas().add(key.labels(), millis, value);
      if (sum.isEmpty()) {
        return late(key);
      }
      stored = sum.getAsDouble();
    }
    batch.add(key, millis, stored);
    started();
    return true;
  }

  private boolean late(SeriesKey key) {
    rejections.add("delta_out_of_order", 1, "a delta is not newer than the last: " + key.labels());
    return false;
  }

  /// Start times of deltas are those of one step only.
  private void started() {
    if (!delta && startMillis > 0) {
      batch.startedAt(startMillis);
    }
  }

  private void histogram() {
    histogram.clear();
    while (in.next()) {
      switch (in.tag()) {
        case 9 << 3 | LENGTH -> series.attribute();
        case 2 << 3 | FIXED64 -> startMillis = millis();
        case 3 << 3 | FIXED64 -> millis = millis();
        case 8 << 3 | LENGTH -> exemplars.note();
        case 10 << 3 | VARINT -> flags();
        default -> histogram.field(in);
      }
    }
    if (!histogram.fits()) {
      rejections.add(
          "bad_histogram",
          1,
          "%s has %d buckets for %d bounds"
              .formatted(name, histogram.buckets(), histogram.bounds()));
    } else if (owner.config().customBuckets()) {
      addHistogram(histogram.custom());
    } else {
      classic();
    }
  }

  private void classic() {
    for (int i = 0; i < histogram.bounds(); i++) {
      series.dependsOn(histogram.bound(i));
    }
    SeriesKey[] keys = series.find();
    if (keys == null) {
      keys = series.keep(classicKeys());
    }
    // _count, _sum, then the buckets
    if (!add(keys[0], histogram.count())) {
      return;
    }
    if (histogram.hasSum()) {
      add(keys[1], histogram.sum());
    }
    double cumulative = 0;
    for (int i = 0; i < histogram.bounds(); i++) {
      cumulative += histogram.bucket(i);
      add(keys[2 + i], cumulative);
    }
    add(keys[2 + histogram.bounds()], histogram.count());
    SeriesKey[] buckets = keys;
    exemplars.addAll(value -> buckets[2 + histogram.bucketOf(value)]);
  }

  private SeriesKey[] classicKeys() {
    Labels base = series.labels();
    SeriesKey[] keys = new SeriesKey[histogram.bounds() + 3];
    keys[0] = named(base, "_count");
    keys[1] = named(base, "_sum");
    for (int i = 0; i < histogram.bounds(); i++) {
      keys[2 + i] = named(base.with("le", GoNumbers.plain(histogram.bound(i))), "_bucket");
    }
    keys[keys.length - 1] = named(base.with("le", "+Inf"), "_bucket");
    return keys;
  }

  private void exponential() {
    histogram.clear();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | LENGTH -> series.attribute();
        case 2 << 3 | FIXED64 -> startMillis = millis();
        case 3 << 3 | FIXED64 -> millis = millis();
        case 10 << 3 | VARINT -> flags();
        case 11 << 3 | LENGTH -> exemplars.note();
        default -> histogram.exponentialField(in);
      }
    }
    addHistogram(histogram.exponential());
  }

  private void addHistogram(Optional<NativeHistogram> read) {
    SeriesKey key = single();
    if (stale) {
      batch.add(key, millis, NativeHistogram.stale());
      return;
    }
    if (read.isEmpty()) {
      rejections.add(
          "bad_histogram", 1, "histogram of %s refused: %s".formatted(key, histogram.problem()));
      return;
    }
    NativeHistogram stored = read.get();
    if (delta) {
      Optional<NativeHistogram> sum = owner.deltas().add(key.labels(), millis, stored);
      if (sum.isEmpty()) {
        late(key);
        return;
      }
      stored = sum.get();
    }
    batch.add(key, millis, stored);
    started();
    exemplars.addAll(key);
  }

  private void summary() {
    double total = 0;
    double sum = 0;
    int size = 0;
    while (in.next()) {
      switch (in.tag()) {
        case 7 << 3 | LENGTH -> series.attribute();
        case 2 << 3 | FIXED64 -> startMillis = millis();
        case 3 << 3 | FIXED64 -> millis = millis();
        case 4 << 3 | FIXED64 -> total = OtlpHistogram.unsigned(in.fixed64());
        case 5 << 3 | FIXED64 -> sum = in.fixedDouble();
        case 6 << 3 | LENGTH -> size = quantile(size);
        case 8 << 3 | VARINT -> flags();
        default -> in.skip();
      }
    }
    for (int i = 0; i < size; i += 2) {
      series.dependsOn(quantiles[i]);
    }
    SeriesKey[] keys = series.find();
    if (keys == null) {
      keys = series.keep(summaryKeys(size));
    }
    add(keys[0], total);
    add(keys[1], sum);
    for (int i = 0; i < size; i += 2) {
      add(keys[2 + i / 2], quantiles[i + 1]);
    }
  }

  private int quantile(int size) {
    if (size == quantiles.length) {
      quantiles = Arrays.copyOf(quantiles, size * 2);
    }
    quantiles[size] = 0;
    quantiles[size + 1] = 0;
    int outer = in.enter();
    while (in.next()) {
      switch (in.tag()) {
        case 1 << 3 | FIXED64 -> quantiles[size] = in.fixedDouble();
        case 2 << 3 | FIXED64 -> quantiles[size + 1] = in.fixedDouble();
        default -> in.skip();
      }
    }
    in.leave(outer);
    return size + 2;
  }

  private SeriesKey[] summaryKeys(int size) {
    Labels base = series.labels();
    SeriesKey[] keys = new SeriesKey[2 + size / 2];
    keys[0] = named(base, "_count");
    keys[1] = named(base, "_sum");
    for (int i = 0; i < size; i += 2) {
      keys[2 + i / 2] = named(base.with("quantile", GoNumbers.plain(quantiles[i])), "");
    }
    return keys;
  }
}
