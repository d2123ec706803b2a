package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.ingest.Rejections;
import io.mallwatch.model.Labels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request brought: numbers and histograms in batches of their own, because senders of 2.0
/// are told how many of each were written. Not thread-safe; used again and again.
final class Gathered {

  /// Room for more samples than this is not kept.
  private static final int KEPT = 100_000;

  private final SeriesPoints points = new SeriesPoints();
  private final SeriesPoints histogramPoints = new SeriesPoints();
  private final WireHistogram histogram = new WireHistogram();
  private MetricBatch numbers = new MetricBatch(1024);
  private MetricBatch histograms = new MetricBatch(0);
  private Rejections rejections = new Rejections();

  void clear() {
    numbers = emptied(numbers);
    histograms = emptied(histograms);
    rejections = new Rejections();
  }

  private static MetricBatch emptied(MetricBatch batch) {
    if (batch.size() > KEPT) {
      return new MetricBatch(1024);
    }
    batch.clear();
    return batch;
  }

  MetricBatch numbers() {
    return numbers;
  }

  MetricBatch histograms() {
    return histograms;
  }

  Rejections rejections() {
    return rejections;
  }

  SeriesPoints points() {
    return points;
  }

  SeriesPoints histogramPoints() {
    return histogramPoints;
  }

  WireHistogram histogram() {
    return histogram;
  }

  void beginSeries() {
    points.clear();
    histogramPoints.clear();
  }

  /// Takes the histogram that was read last, unless it is a bad one.
  ///
  /// @param key its series, or null when that is refused anyway
  void addHistogram(@Nullable SeriesKey key) {
    Optional<String> problem = histogram.builder().problem();
    if (problem.isPresent() && key != null) {
      rejections.add(
          "bad_histogram", 1, "histogram of %s refused: %s".formatted(key, problem.get()));
    } else if (problem.isEmpty()) {
      histogramPoints.add(
          histogram.timeMillis(), histogram.builder().build(), histogram.startMillis());
    }
  }

  void endSeries(SeriesKey key) {
    points.addTo(numbers, key);
    if (histogramPoints.size() > 0) {
      histogramPoints.addTo(histograms, key);
    }
  }

  void exemplar(SeriesKey key, Labels labels, double value, long timeMillis) {
    MetricBatch owner = histogramPoints.size() > 0 ? histograms : numbers;
    owner.add(new Exemplar(key.labels(), labels, value, timeMillis));
  }
}
