package io.mallwatch.server.self;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Collects metric families from the parts of the server. Thread-safe.
public final class SelfTelemetry {

  private final Labels target;
  private final List<Supplier<List<MetricFamily>>> sources = new CopyOnWriteArrayList<>();

  /// @param instance label of its series in its own store, such as `127.0.0.1:7600`
  public SelfTelemetry(String instance) {
    this.target = Labels.of("job", "mallwatch", "instance", instance);
  }

  /// Adds a part; it is asked whenever numbers are wanted and must be quick.
  public void add(Supplier<List<MetricFamily>> source) {
    sources.add(source);
  }

  /// All families now.
  public List<MetricFamily> families() {
    List<MetricFamily> all = new ArrayList<>();
    for (Supplier<List<MetricFamily>> source : sources) {
      all.addAll(source.get());
    }
    return all;
  }

  /// All families as samples at `now`, for the own store.
  public MetricBatch samples(Instant now) {
    List<SeriesSamples> series = new ArrayList<>();
    List<MetricMetadata> metadata = new ArrayList<>();
    long millis = now.toEpochMilli();
    for (MetricFamily family : families()) {
      metadata.add(new MetricMetadata(family.name(), family.type(), family.help(), ""));
      for (MetricFamily.Point point : family.points()) {
        Labels labels =
            point.labels().with(target).with(Labels.METRIC_NAME, family.name() + point.suffix());
        series.add(SeriesSamples.of(labels, millis, point.value()));
      }
    }
    return MetricBatch.of(series, List.of(), metadata);
  }

  /// A family with one whole number.
  public static MetricFamily single(String name, String type, String help, long value) {
    return single(name, type, help, (double) value);
  }

  /// A family with one number.
  public static MetricFamily single(String name, String type, String help, double value) {
    return new MetricFamily(name, type, help, List.of(new MetricFamily.Point(Labels.EMPTY, value)));
  }
}
