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
/// @param lastSamples samples it brought, after relabelling
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

  /// Of a target that was not scraped yet.
  static TargetStatus unknown(Target target) {
    return new TargetStatus(
        target.config().job(),
        target.url(),
        target.discovered(),
        target.labels(),
        Health.UNKNOWN,
        "",
        Optional.empty(),
        Duration.ZERO,
        0,
        target.interval(),
        target.timeout());
  }

  /// This status under another configuration.
  TargetStatus of(Target changed) {
    return new TargetStatus(
        job,
        changed.url(),
        changed.discovered(),
        changed.labels(),
        health,
        lastError,
        lastScrape,
        lastDuration,
        lastSamples,
        changed.interval(),
        changed.timeout());
  }

  /// After a scrape.
  TargetStatus scraped(Target target, Instant start, ScrapeReport.Outcome outcome, String error) {
    return new TargetStatus(
        job,
        target.url(),
        target.discovered(),
        target.labels(),
        outcome.up() ? Health.UP : Health.DOWN,
        error,
        Optional.of(start),
        outcome.took(),
        outcome.up() ? outcome.kept() : 0,
        target.interval(),
        target.timeout());
  }

  /// After the loop itself failed.
  TargetStatus failed(String error) {
    return new TargetStatus(
        job,
        url,
        discovered,
        labels,
        Health.DOWN,
        error,
        lastScrape,
        lastDuration,
        0,
        interval,
        timeout);
  }
}
