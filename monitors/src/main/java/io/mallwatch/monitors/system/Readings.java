package io.mallwatch.monitors.system;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Numbers read at one moment of one target, gathered into a batch. Not thread-safe.
final class Readings {

  private final Labels target;
  private final long millis;
  private final List<SeriesSamples> series = new ArrayList<>();
  private final List<MetricMetadata> metadata = new ArrayList<>();
  private final Set<String> described = new HashSet<>();

  /// @param target labels that each series gets
  Readings(Labels target, Instant now) {
    this.target = target;
    this.millis = now.toEpochMilli();
  }

  void gauge(String name, String help, double value, String... labels) {
    add(name, "gauge", help, value, labels);
  }

  void counter(String name, String help, double value, String... labels) {
    add(name, "counter", help, value, labels);
  }

  private void add(String name, String type, String help, double value, String... labels) {
    if (described.add(name)) {
      metadata.add(new MetricMetadata(name, type, help, ""));
    }
    series.add(
        SeriesSamples.of(
            Labels.of(labels).with(target).with(Labels.METRIC_NAME, name), millis, value));
  }

  MetricBatch batch() {
    return MetricBatch.of(series, List.of(), metadata);
  }

  List<SeriesSamples> series() {
    return series;
  }

  List<MetricMetadata> metadata() {
    return metadata;
  }
}
