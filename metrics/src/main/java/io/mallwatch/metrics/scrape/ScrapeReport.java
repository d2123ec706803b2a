package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The series about the scrapes of one target, such as `up`. Not thread-safe.
final class ScrapeReport {

  private static final List<String> NAMES =
      List.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added");
  private static final List<String> EXTRA =
      List.of("scrape_timeout_seconds", "scrape_sample_limit", "scrape_body_size_bytes");

  private final List<SeriesKey> keys = new ArrayList<>();

  ScrapeReport(Labels target, boolean extra) {
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(extra ? EXTRA : List.of());
    for (String name : names) {
      keys.add(new SeriesKey(target.with(Labels.METRIC_NAME, name)));
    }
  }

  /// What a scrape was like.
  ///
  /// @param scraped samples on the page
  /// @param kept samples after relabelling
  /// @param added series that came for the first time
  /// @param bodyBytes of the page, decompressed; -1 when it was too large
  record Outcome(boolean up, Duration took, int scraped, int kept, int added, int bodyBytes) {}

  void addTo(MetricBatch batch, long atMillis, Outcome outcome, Target target) {
    double[] values = {
      outcome.up() ? 1 : 0,
      outcome.took().toNanos() / 1e9,
      outcome.scraped(),
      outcome.kept(),
      outcome.added(),
      target.timeout().toMillis() / 1e3,
      target.config().limits().samples(),
      outcome.bodyBytes()
    };
    for (int i = 0; i < keys.size(); i++) {
      batch.add(keys.get(i), atMillis, values[i]);
    }
  }

  void endIn(MetricBatch batch, long atMillis) {
    for (SeriesKey key : keys) {
      batch.add(key, atMillis, Sample.staleNan());
    }
  }
}
