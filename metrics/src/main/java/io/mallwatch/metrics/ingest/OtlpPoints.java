package io.mallwatch.metrics.ingest;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.OtlpNames.Kind;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Turns the data points of metrics into samples. Not thread-safe; one for each request.
final class OtlpPoints {

  /// A metric as its point reader needs it.
  ///
  /// @param kind field number of its data: 5 gauge, 7 sum, 9 histogram, 10 exponential, 11 summary
  record Metric(String name, String help, String unit, int kind, Labels common) {}

  private static final int DELTA = 1;
  private static final int NO_RECORDED_VALUE = 1;

  private final OtlpNames names;
  private final DeltaAccumulator deltas;
  private final List<SeriesSamples> series = new ArrayList<>();
  private final List<Exemplar> exemplars = new ArrayList<>();
  private final List<MetricMetadata> metadata = new ArrayList<>();
  private final Rejections rejections = new Rejections();
  private int count;

  OtlpPoints(OtlpNames names, DeltaAccumulator deltas) {
    this.names = names;
    this.deltas = deltas;
  }

  List<SeriesSamples> series() {
    return series;
  }

  List<Exemplar> exemplars() {
    return exemplars;
  }

  List<MetricMetadata> metadata() {
    return metadata;
  }

  Rejections rejections() {
    return rejections;
  }

  int count() {
    return count;
  }

  /// Reads a `Gauge`, `Sum`, `Histogram`, `ExponentialHistogram` or `Summary`.
  void read(Metric metric, ProtoCursor in) {
    List<ProtoCursor> points = new ArrayList<>();
    int temporality = 0;
    boolean monotonic = false;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> points.add(in.message());
        case 2 -> temporality = (int) in.varint();
        case 3 -> monotonic = in.varint() != 0;
        default -> in.skip();
      }
    }
    count += points.size();
    if (metric.name().isEmpty()) {
      rejections.add("bad_label", points.size(), "a metric has no name");
      return;
    }
    boolean delta = temporality == DELTA;
    switch (metric.kind()) {
      case 5 -> numbers(metric, points, Kind.GAUGE, "gauge", false);
      case 7 -> {
        Kind kind = monotonic ? Kind.COUNTER : delta ? Kind.OTHER : Kind.GAUGE;
        numbers(metric, points, kind, monotonic ? "counter" : "gauge", delta);
      }
      case 9 -> {
        String name = describe(metric, Kind.OTHER, "histogram");
        for (ProtoCursor point : points) {
          histogram(metric, name, point, delta);
        }
      }
      case 11 -> {
        String name = describe(metric, Kind.OTHER, "summary");
        for (ProtoCursor point : points) {
          summary(metric, name, point);
        }
      }
      default ->
          rejections.add(
              "native_histogram_unsupported",
              points.size(),
              "exponential histograms are not stored: " + metric.name());
    }
  }

  private String describe(Metric metric, Kind kind, String type) {
    String name = names.metric(metric.name(), metric.unit(), kind);
    metadata.add(new MetricMetadata(name, type, metric.help(), OtlpNames.mainUnit(metric.unit())));
    return name;
  }

  private void numbers(
      Metric metric, List<ProtoCursor> points, Kind kind, String type, boolean delta) {
    String name = describe(metric, kind, type);
    for (ProtoCursor point : points) {
      number(metric, name, point, delta);
    }
  }

  private void number(Metric metric, String name, ProtoCursor in, boolean delta) {
    Map<String, String> attributes = new TreeMap<>();
    long millis = 0;
    double value = 0;
    long flags = 0;
    List<ProtoCursor> examples = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 7 -> OtlpAttributes.read(in.message(), attributes);
        case 3 -> millis = in.fixed64() / 1_000_000;
        case 4 -> value = in.fixedDouble();
        case 6 -> value = (double) in.fixed64();
        case 5 -> examples.add(in.message());
        case 8 -> flags = in.varint();
        default -> in.skip();
      }
    }
    boolean stale = (flags & NO_RECORDED_VALUE) != 0;
    Labels labels = labels(attributes, metric.common()).with(Labels.METRIC_NAME, name);
    if (add(labels, millis, stale ? Sample.staleNan() : value, delta && !stale)) {
      for (ProtoCursor example : examples) {
        exemplars.add(example(labels, example));
      }
    }
  }

  /// Adds a sample; false when it is a delta that comes too late.
  private boolean add(Labels labels, long millis, double value, boolean delta) {
    double stored = value;
    if (delta) {
      OptionalDouble sum = deltas.add(labels, millis, value);
      if (sum.isEmpty()) {
        rejections.add("delta_out_of_order", 1, "a delta is not newer than the last: " + labels);
        return false;
      }
      stored = sum.getAsDouble();
    }
    series.add(SeriesSamples.of(labels, millis, stored));
    return true;
  }

  private Labels labels(Map<String, String> attributes, Labels common) {
    Map<String, String> labels = new TreeMap<>();
    attributes.forEach((key, value) -> {
      if (!key.isEmpty()) {
        labels.merge(names.label(key), value, (a, b) -> a + ";" + b);
      }
    });
    return Labels.of(labels).with(common);
  }

  private void histogram(Metric metric, String name, ProtoCursor in, boolean delta) {
    OtlpHistogram point = OtlpHistogram.read(in);
    List<Double> bounds = point.bounds();
    if (!point.counts().isEmpty() && point.counts().size() != bounds.size() + 1) {
      rejections.add(
          "bad_histogram",
          1,
          "%s has %d buckets for %d bounds".formatted(name, point.counts().size(), bounds.size()));
      return;
    }
    boolean stale = point.noRecordedValue();
    Labels base = labels(point.attributes(), metric.common());
    Parts parts = new Parts(base, name, point.millis(), stale, delta && !stale);
    if (!parts.add("_count", "", (double) point.count())) {
      return;
    }
    if (point.sum().isPresent() || stale) {
      parts.add("_sum", "", point.sum().orElse(0));
    }
    long cumulative = 0;
    for (int i = 0; i < bounds.size(); i++) {
      cumulative += point.counts().isEmpty() ? 0 : point.counts().get(i);
      parts.add("_bucket", GoNumbers.plain(bounds.get(i)), (double) cumulative);
    }
    parts.add("_bucket", "+Inf", (double) point.count());
    for (ProtoCursor example : point.exemplars()) {
      Exemplar found = example(base, example);
      Labels bucket = parts.labels("_bucket", boundOf(found.value(), bounds));
      exemplars.add(new Exemplar(bucket, found.labels(), found.value(), found.timestampMillis()));
    }
  }

  private static String boundOf(double value, List<Double> bounds) {
    for (double bound : bounds) {
      if (value <= bound) {
        return GoNumbers.plain(bound);
      }
    }
    return "+Inf";
  }

  /// The series of one histogram or summary point; deltas of cumulative buckets add up like
  /// counters.
  private final class Parts {
    private final Labels base;
    private final String name;
    private final long millis;
    private final boolean stale;
    private final boolean delta;

    Parts(Labels base, String name, long millis, boolean stale, boolean delta) {
      this.base = base;
      this.name = name;
      this.millis = millis;
      this.stale = stale;
      this.delta = delta;
    }

    Labels labels(String suffix, String bound) {
      return base.with("le", bound).with(Labels.METRIC_NAME, name + suffix);
    }

    boolean add(String suffix, String bound, double value) {
      Labels labels = bound.isEmpty() ? base : base.with("le", bound);
      return OtlpPoints.this.add(
          labels.with(Labels.METRIC_NAME, name + suffix),
          millis,
          stale ? Sample.staleNan() : value,
          delta);
    }
  }

  private void summary(Metric metric, String name, ProtoCursor in) {
    Map<String, String> attributes = new TreeMap<>();
    long millis = 0;
    long total = 0;
    double sum = 0;
    long flags = 0;
    List<ProtoCursor> quantiles = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case 7 -> OtlpAttributes.read(in.message(), attributes);
        case 3 -> millis = in.fixed64() / 1_000_000;
        case 4 -> total = in.fixed64();
        case 5 -> sum = in.fixedDouble();
        case 6 -> quantiles.add(in.message());
        case 8 -> flags = in.varint();
        default -> in.skip();
      }
    }
    boolean stale = (flags & NO_RECORDED_VALUE) != 0;
    Labels base = labels(attributes, metric.common());
    Parts parts = new Parts(base, name, millis, stale, false);
    parts.add("_sum", "", sum);
    parts.add("_count", "", (double) total);
    for (ProtoCursor quantile : quantiles) {
      double at = 0;
      double value = 0;
      while (quantile.next()) {
        switch (quantile.field()) {
          case 1 -> at = quantile.fixedDouble();
          case 2 -> value = quantile.fixedDouble();
          default -> quantile.skip();
        }
      }
      Labels labels = base.with("quantile", GoNumbers.plain(at)).with(Labels.METRIC_NAME, name);
      add(labels, millis, stale ? Sample.staleNan() : value, false);
    }
  }

  private Exemplar example(Labels owner, ProtoCursor in) {
    Map<String, String> labels = new TreeMap<>();
    long millis = 0;
    double value = 0;
    String span = "";
    String trace = "";
    while (in.next()) {
      switch (in.field()) {
        case 7 -> OtlpAttributes.read(in.message(), labels);
        case 2 -> millis = in.fixed64() / 1_000_000;
        case 3 -> value = in.fixedDouble();
        case 6 -> value = (double) in.fixed64();
        case 4 -> span = in.hex();
        case 5 -> trace = in.hex();
        default -> in.skip();
      }
    }
    Map<String, String> named = new TreeMap<>();
    labels.forEach((key, text) -> {
      if (!key.isEmpty()) {
        named.put(names.label(key), text);
      }
    });
    named.put("trace_id", trace);
    named.put("span_id", span);
    return new Exemplar(owner, Labels.of(named), value, millis);
  }
}
