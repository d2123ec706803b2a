package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Labels;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How scraping a target goes, as `/api/v1/targets` shows it.
///
/// @param job the scrape pool
/// @param discovered labels before relabelling
/// @param labels labels of its series
/// @param lastError why the last scrape failed; empty when it did not
/// @param lastScrape when the last scrape began
/// @param lastDuration how long it took
/// @param lastSamples samples it brought
public record TargetStatus(
    String job,
    URI url,
    Labels discovered,
    Labels labels,
    Health health,
    String lastError,
    Optional<Instant> lastScrape,
    Duration lastDuration,
    int lastSamples,
    Duration interval,
    Duration timeout) {

  /// Whether a target answers.
  public enum Health {
    UNKNOWN,
    UP,
    DOWN
  }

  /// A target that relabelling dropped.
  public record Dropped(String job, Labels discovered) {}
}
