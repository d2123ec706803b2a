package io.mallwatch.metrics;

import java.util.List;

/// What one request or scrape brings.
public record MetricBatch(
    List<SeriesSamples> series, List<Exemplar> exemplars, List<MetricMetadata> metadata) {

  public MetricBatch {
    series = List.copyOf(series);
    exemplars = List.copyOf(exemplars);
    metadata = List.copyOf(metadata);
  }

  public static MetricBatch ofSeries(List<SeriesSamples> series) {
    return new MetricBatch(series, List.of(), List.of());
  }

  public int sampleCount() {
    int count = 0;
    for (SeriesSamples samples : series) {
      count += samples.size();
    }
    return count;
  }
}
